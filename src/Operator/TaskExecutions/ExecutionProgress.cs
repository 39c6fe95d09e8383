using Environs.Crds;

namespace Environs.Operator.TaskExecutions;

/// <summary>How far an execution has come by its status, and so what may run now. Pure.</summary>
internal sealed class ExecutionProgress
{
    private static readonly ExecutionProgress Nothing = new([], new Dictionary<string, StepStatus>(), isStopping: false);

    private readonly IReadOnlyList<PlanGroup> plan;
    private readonly IReadOnlyDictionary<string, StepStatus> steps;
    private readonly bool isStopping;

    private ExecutionProgress(IReadOnlyList<PlanGroup> plan, IReadOnlyDictionary<string, StepStatus> steps, bool isStopping) =>
        (this.plan, this.steps, this.isStopping) = (plan, steps, isStopping);

    /// <summary>Of one that has a plan and is not over; of any other nothing runs.</summary>
    public static ExecutionProgress Of(V1alpha1TaskExecution execution) =>
        execution.Status is { Plan: { } plan, CompletedAt: null } status && execution.Metadata.DeletionTimestamp is null
            ? Of(plan, status.Steps ?? [], ExecutionState.IsStopAsked(execution))
            : Nothing;

    public static ExecutionProgress Of(IEnumerable<PlanGroup> plan, IEnumerable<StepStatus> steps, bool isStopping) =>
        new([.. plan], steps.ToDictionary(step => step.Id, StringComparer.Ordinal), isStopping);

    /// <summary>The steps that may run or do run: everything in the groups before theirs is over, and what they depend on has succeeded.</summary>
    public IEnumerable<PlanStep> Current
    {
        get
        {
            foreach (var group in plan)
            {
                var open = group.Steps.Where(step => !IsOver(step.Id)).ToList();
                var runnable = open.Where(step => !IsBlocked(step) && (!isStopping || steps.ContainsKey(step.Id))).ToList();
                if (runnable.Count > 0) return runnable;
            }
            return [];
        }
    }

    /// <summary>Whether a service is one of the steps that it waits for now.</summary>
    public bool WantsService(string uid) => !isStopping && Current.Any(step => step.ServiceUid == uid);

    /// <summary>Whether a step has ended, one way or another.</summary>
    public bool IsOver(string id) => steps.TryGetValue(id, out var step) && step.Phase is not TaskExecutionPhases.Running;

    /// <summary>The first step that failed, in the order of the plan.</summary>
    public StepStatus? Failure => plan.SelectMany(group => group.Steps)
        .Select(step => steps.GetValueOrDefault(step.Id)).FirstOrDefault(step => step?.Phase == TaskExecutionPhases.Failed);

    /// <summary>Whether every step has succeeded.</summary>
    public bool IsSuccess => plan.SelectMany(group => group.Steps).All(step => steps.GetValueOrDefault(step.Id)?.Phase == TaskExecutionPhases.Succeeded);

    // What a dependency of the dependencies did has blocked them already: none of those can have succeeded.
    private bool IsBlocked(PlanStep step) =>
        step.DependsOn?.All(dependency => steps.GetValueOrDefault(dependency)?.Phase == TaskExecutionPhases.Succeeded) == false;
}
