using Environs.Crds;
using Environs.Operator.TaskExecutions;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Docker;

/// <summary>What has become of a step that has a pod of its own. Pure.</summary>
internal static class DockerStepHealth
{
    public const string PodGone = "The pod that the step ran in is gone, and the step with it.";

    /// <summary>The step as it is now; one that was not known yet has begun.</summary>
    public static StepStatus Of(PlanStep step, StepStatus? known, ExecutionState state)
    {
        var pod = state.Docker.GetValueOrDefault(step.Id);
        var report = pod?.Step(state.Execution.Metadata.Uid, step.Id);
        if (report is not null && (IsOver(report) || pod!.Loss is null) && (known?.PodUid ?? pod!.Uid) == pod!.Uid)
        {
            // Nobody has asked for its end but who deleted its pod.
            var end = report.Phase == StepPhase.Lost ? ExecutionSteps.SupervisorLost : report.Phase == StepPhase.Stopped && !state.IsStopping ? PodGone : null;
            return ExecutionSteps.OfTask(step, report, end) with { PodName = pod.Name, PodUid = pod.Uid };
        }
        var running = known ?? new StepStatus { Id = step.Id, Phase = TaskExecutionPhases.Running, StartedAt = ExecutionSteps.Now(state) };
        if (state.IsStopping) return running with { Phase = TaskExecutionPhases.Stopped, FailureMessage = null, CompletedAt = ExecutionSteps.Now(state) };
        if (pod?.Loss is { } loss) return Failed(running, state, $"The step's pod has ended: {loss.Message}");
        return running.PodUid is null ? running with { PodName = pod?.Name, PodUid = pod?.Uid }
            // It is never run a second time.
            : pod?.Uid != running.PodUid ? Failed(running, state, PodGone)
            : running;
    }

    private static StepStatus Failed(StepStatus running, ExecutionState state, string why) =>
        running with { Phase = TaskExecutionPhases.Failed, FailureMessage = why, CompletedAt = ExecutionSteps.Now(state) };

    private static bool IsOver(StepReport report) => report.Phase is not (StepPhase.Running or StepPhase.Unspecified);
}
