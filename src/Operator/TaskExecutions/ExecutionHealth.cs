using System.Text.Json;
using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Environments;
using k8s.Models;

namespace Environs.Operator.TaskExecutions;

/// <summary>Computes the status of an execution: waits, makes the plan once, follows its steps, and says what came of it. Pure.</summary>
internal static class ExecutionHealth
{
    /// <summary>Together with all else a plan must fit into an object of etcd.</summary>
    private const int LargestPlan = 256 * 1024;
    private const int MostSteps = 200;
    private static readonly TimeSpan TaskLimit = TimeSpan.FromMinutes(10);

    public static TaskExecutionStatus Of(ExecutionState state)
    {
        if (state.IsOver) return state.Previous!;
        var status = Known(state);
        var failure = status.Plan is null ? Begin(status, state) : null;
        // Also right after the plan was made: nothing may come that wakes one whose first steps are done already, such as a service that runs.
        if (status is { Plan: not null, CompletedAt: null }) failure = Follow(status, state);
        status.FailureMessage = failure is null ? null : ContentReports.Clean(failure.Message);
        status.Conditions = Conditions(state, status, failure);
        return status;
    }

    private static TaskExecutionStatus Known(ExecutionState state) => new()
    {
        Phase = state.Previous?.Phase ?? TaskExecutionPhases.Pending,
        // Before it has begun it is where its task is, which may be another one of that name by now.
        Environment = (state.Previous?.Plan is null ? state.Task?.Spec?.EnvironmentRef?.Name : null) ?? state.Previous?.Environment,
        StartedBy = state.Previous?.StartedBy ?? StartedBy(state.Execution),
        Creator = state.Creator,
        PodUid = state.Previous?.PodUid,
        StartedAt = state.Previous?.StartedAt,
        Plan = state.Previous?.Plan,
        Steps = state.Previous?.Steps,
    };

    /// <summary>When an execution whose task has never been there is given up; it may be applied before its task.</summary>
    public static DateTimeOffset? GivenUpAt(ExecutionState state, TaskExecutionStatus status) => state.Task is null && status is { CompletedAt: null, Plan: null }
        ? state.Execution.Metadata.CreationTimestamp?.ToUniversalTime() + TaskLimit
        : null;

    /// <summary>Makes the plan once the supervisor is there to take it; why there can be none, else null.</summary>
    private static Problem? Begin(TaskExecutionStatus status, ExecutionState state)
    {
        if (state.IsStopping) return End(status, state, TaskExecutionPhases.Stopped);
        // It was there when the environment was learned from it.
        if (state.Task is null && (status.Environment is not null || GivenUpAt(state, status) <= state.Now))
            return End(status, state, TaskExecutionPhases.Failed, state.Rejection);
        if (state.Rejection is not null || state.Container is not { Id: not null, Report: not null } container) return null;
        var plan = Dependencies.Plan(state.Task!, state.Scope!);
        if (plan.Sum(group => group.Steps.Count) > MostSteps || JsonSerializer.SerializeToUtf8Bytes(plan, CrdsJson.Default.IListPlanGroup).Length > LargestPlan)
        {
            return End(status, state, TaskExecutionPhases.Failed, new Problem(AutomationReasons.PlanTooLarge,
                $"The task and what it depends on make a plan of more than {MostSteps} steps or {LargestPlan / 1024} KiB: move long commands into scripts of the repository."));
        }
        status.Plan = plan;
        status.PodUid = container.PodUid;
        status.StartedAt = WholeSeconds.Of(state.Now);
        status.Phase = TaskExecutionPhases.Running;
        return null;
    }

    /// <summary>Takes up what has become of the steps; why the execution has failed, else null.</summary>
    private static Problem? Follow(TaskExecutionStatus status, ExecutionState state)
    {
        if (state.Container is not { } container || container.PodUid != status.PodUid)
            return Lose(status, state, new Problem(AutomationReasons.PodLost, "The pod that the task ran in is gone."));
        status.Steps = ExecutionSteps.Of(state, status);
        var progress = ExecutionProgress.Of(status.Plan!, status.Steps, state.IsStopping);
        if (ExecutionSteps.LossOf(state, status) is { } loss) return Lose(status, state, loss);
        if (IsEnding(status, state))
            return Lose(status, state, new Problem(AutomationReasons.DevcontainerRebuilt, ExecutionSteps.DevcontainerRebuilt));
        if (progress.Current.Any()) return null;
        return progress.Failure is { } failure
            ? End(status, state, TaskExecutionPhases.Failed, new Problem(AutomationReasons.StepFailed, $"Step \"{failure.Id}\" failed: {failure.FailureMessage}"))
            : End(status, state, progress.IsSuccess ? TaskExecutionPhases.Succeeded : TaskExecutionPhases.Stopped);
    }

    // What runs elsewhere, and what has not begun, has nothing to do with it.
    private static bool IsEnding(TaskExecutionStatus status, ExecutionState state) => status.Plan!.SelectMany(group => group.Steps).Any(planned =>
        planned.Command is not null && planned.RunsOn?.Docker is null && state.In(planned.RunsOn) is { IsEnding: true } && status.Steps!.Any(step => step.Id == planned.Id && step.Phase == TaskExecutionPhases.Running));

    /// <summary>Nothing of it runs any more, and nobody will say what came of what ran.</summary>
    private static Problem? Lose(TaskExecutionStatus status, ExecutionState state, Problem problem)
    {
        status.Steps = status.Steps?.Select(step => step.Phase != TaskExecutionPhases.Running ? step : step with
        {
            Phase = TaskExecutionPhases.Failed,
            FailureMessage = problem.Message,
            CompletedAt = WholeSeconds.Of(state.Now),
        }).ToList();
        return End(status, state, TaskExecutionPhases.Failed, problem);
    }

    private static Problem? End(TaskExecutionStatus status, ExecutionState state, string phase, Problem? problem = null)
    {
        status.Phase = phase;
        status.CompletedAt = WholeSeconds.Of(state.Now);
        return problem;
    }

    private static IList<V1Condition> Conditions(ExecutionState state, TaskExecutionStatus status, Problem? failure)
    {
        var isOver = status.CompletedAt is not null;
        var waits = isOver || status.Plan is not null ? null : state.Rejection ?? Waits(state);
        var reason = (failure ?? waits)?.Reason ?? status.Phase!;
        var message = Message(status, waits);
        return
        [
            AutomationHealth.Accepted(isOver || status.Plan is not null ? null : state.Rejection, "The task can be run."),
            Runtime.Conditions.Of(AutomationConditions.Finished, isOver, reason, message),
            Runtime.Conditions.Of(AutomationConditions.Ready, status.Phase == TaskExecutionPhases.Succeeded, reason, message),
            AutomationHealth.Stalled(isOver ? failure : waits is null ? null : state.Rejection),
        ];
    }

    private static Problem? Waits(ExecutionState state) => state.Container switch
    {
        null or { Id: null } => new Problem(AutomationReasons.EnvironmentNotRunning, $"Environment {state.Environment!.Metadata.Name} does not run; the task waits until it does."),
        { Report: null } => new Problem(AutomationReasons.WaitingForSupervisor, "The supervisor in the environment's pod has not connected yet."),
        _ => null,
    };

    private static string Message(TaskExecutionStatus status, Problem? waits) => status.Phase switch
    {
        TaskExecutionPhases.Succeeded => "Every step has succeeded.",
        TaskExecutionPhases.Stopped => "The task was stopped, as asked.",
        TaskExecutionPhases.Failed => status.FailureMessage!,
        _ when waits is not null => waits.Message,
        _ => $"{status.Steps?.Count(step => step.Phase == TaskExecutionPhases.Succeeded) ?? 0} of {status.Plan!.Sum(group => group.Steps.Count)} steps have succeeded.",
    };

    private static string StartedBy(V1alpha1TaskExecution execution) =>
        execution.Metadata.Annotations is { } annotations && annotations.TryGetValue(AutomationNames.TriggerAnnotation, out var trigger) && AutomationTriggers.OfStart.Contains(trigger)
            ? trigger
            : AutomationTriggers.Manual;
}
