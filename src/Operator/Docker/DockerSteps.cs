using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.TaskExecutions;
using Environs.Protocol.Supervision;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Docker;

/// <summary>Brings the pods of an execution's steps to what its status says.</summary>
internal sealed class DockerSteps(DockerPods pods, IOptions<OperatorOptions> options, TimeProvider time)
{
    /// <summary>Acts, and says in the status what keeps a step from running; returns when to look again.</summary>
    public async Task<TimeSpan?> KeepAsync(ExecutionState state, TaskExecutionStatus status, CancellationToken cancellation)
    {
        if (state.Environment is not { } environment || status.Plan is not { } plan) return null;
        var steps = (status.Steps ?? []).ToDictionary(step => step.Id, StringComparer.Ordinal);
        var looks = new List<TimeSpan>();
        foreach (var step in plan.SelectMany(group => group.Steps))
        {
            if (!steps.TryGetValue(step.Id, out var known) || DockerUnit.Of(state.Execution, step) is not { } unit) continue;
            var pod = state.Docker.GetValueOrDefault(step.Id);
            if (known.CompletedAt is not null)
            {
                // The pod of one that failed stays, for its log.
                if (pod is not null && known.Phase != TaskExecutionPhases.Failed) await pods.DeleteAsync(pod, cancellation);
                continue;
            }
            var (problem, look) = await SeeToAsync(state, environment, unit, step, pod, cancellation);
            steps[step.Id] = known with { FailureMessage = problem?.Message };
            if (look is not null) looks.Add(look.Value);
        }
        if (status.Steps is not null) status.Steps = [.. status.Steps.Select(step => steps[step.Id])];
        return looks.Count > 0 ? looks.Min() : null;
    }

    private async Task<(Problem? Problem, TimeSpan? Look)> SeeToAsync(
        ExecutionState state, V1alpha1Environment environment, DockerUnit unit, PlanStep step, DockerPod? pod, CancellationToken cancellation)
    {
        var desired = new Desired { Steps = { DesiredWork.Step(state.Execution, step) } };
        if (pod is null)
        {
            var refusal = await pods.CreateAsync(environment, unit, null, desired, cancellation);
            return (refusal, refusal is null ? null : options.Value.RefusalDelay);
        }
        pods.Send(pod.Pod, desired, environment);
        var now = time.GetUtcNow();
        var (problem, lookAt) = pod.Trouble(options.Value, now);
        return (problem, lookAt - now);
    }
}
