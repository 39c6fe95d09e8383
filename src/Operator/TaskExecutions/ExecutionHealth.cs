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

    public static TaskExecutionStatus Of(ExecutionState state)
    {
        if (state.IsOver) return state.Previous!;
        var status = Known(state);
        if (status.Plan is null) Begin(status, state);
        else Follow(status, state);
        status.Conditions = Conditions(state, status);
        return status;
    }

    private static TaskExecutionStatus Known(ExecutionState state) => new()
    {
        Phase = state.Previous?.Phase ?? TaskExecutionPhases.Pending,
        Environment = state.Previous?.Environment ?? state.Task?.Spec?.EnvironmentRef?.Name,
        StartedBy = state.Previous?.StartedBy ?? StartedBy(state.Execution),
        PodUid = state.Previous?.PodUid,
        StartedAt = state.Previous?.StartedAt,
        Plan = state.Previous?.Plan,
        Steps = state.Previous?.Steps,
        FailureMessage = null,
    };

    private static void Begin(TaskExecutionStatus status, ExecutionState state)
    {
        if (state.IsStopping)
        {
            End(status, state, TaskExecutionPhases.Stopped, null);
            return;
        }
        // The supervisor is there, and the plan can go to it.
        if (state.Rejection is not null || state.Container is not { Id: not null, Report: not null } container) return;
        var plan = Dependencies.Plan(state.Task!, state.Scope!);
        if (plan.Sum(group => group.Steps.Count) > MostSteps || JsonSerializer.SerializeToUtf8Bytes(plan, CrdsJson.Default.IListPlanGroup).Length > LargestPlan)
        {
            End(status, state, TaskExecutionPhases.Failed, new Problem(AutomationReasons.PlanTooLarge,
                $"The task and what it depends on make a plan of more than {MostSteps} steps or {LargestPlan / 1024} KiB: move long commands into scripts of the repository."));
            return;
        }
        status.Plan = plan;
        status.PodUid = container.PodUid;
        status.StartedAt = Seconds(state.Now);
        status.Phase = TaskExecutionPhases.Running;
    }

    private static void Follow(TaskExecutionStatus status, ExecutionState state)
    {
        if (state.Container is not { } container || container.PodUid != status.PodUid)
        {
            Lose(status, state, new Problem(AutomationReasons.PodLost, "The pod that the task ran in is gone."));
            return;
        }
        status.Steps = ExecutionSteps.Of(state, status);
        var progress = ExecutionProgress.Of(status.Plan!, status.Steps, state.IsStopping);
        if (status.Steps.FirstOrDefault(step => step.FailureMessage == ExecutionSteps.SupervisorLost) is not null)
        {
            Lose(status, state, new Problem(AutomationReasons.SupervisorLost, ExecutionSteps.SupervisorLost));
            return;
        }
        if (progress.Current.Any()) return;
        if (progress.Failure is { } failure)
            End(status, state, TaskExecutionPhases.Failed, new Problem(AutomationReasons.StepFailed, $"Step \"{failure.Id}\" failed: {failure.FailureMessage}"));
        else
            End(status, state, progress.IsSuccess ? TaskExecutionPhases.Succeeded : TaskExecutionPhases.Stopped, null);
    }

    /// <summary>Nothing of it runs any more, and nobody will say what came of what ran.</summary>
    private static void Lose(TaskExecutionStatus status, ExecutionState state, Problem problem)
    {
        foreach (var step in status.Steps?.Where(step => step.Phase == TaskExecutionPhases.Running) ?? [])
        {
            step.Phase = TaskExecutionPhases.Failed;
            step.FailureMessage = problem.Message;
            step.CompletedAt = Seconds(state.Now);
        }
        End(status, state, TaskExecutionPhases.Failed, problem);
    }

    private static void End(TaskExecutionStatus status, ExecutionState state, string phase, Problem? problem)
    {
        status.Phase = phase;
        status.CompletedAt = Seconds(state.Now);
        status.FailureMessage = problem is null ? null : ContentReports.Clean(problem.Message);
        Reason(status, problem?.Reason ?? phase);
    }

    // The conditions are made from it at the end of the same pass.
    private static void Reason(TaskExecutionStatus status, string reason) => status.Conditions = [new V1Condition { Reason = reason }];

    private static IList<V1Condition> Conditions(ExecutionState state, TaskExecutionStatus status)
    {
        var isOver = status.CompletedAt is not null;
        var reason = isOver ? status.Conditions[0].Reason : status.Phase!;
        var waits = isOver || status.Plan is not null ? null : state.Rejection ?? Waits(state);
        var message = Message(status, waits);
        return
        [
            AutomationHealth.Accepted(isOver || status.Plan is not null ? null : state.Rejection, "The task can be run."),
            Runtime.Conditions.Of(AutomationConditions.Finished, isOver, waits?.Reason ?? reason, message),
            Runtime.Conditions.Of(AutomationConditions.Ready, status.Phase == TaskExecutionPhases.Succeeded, waits?.Reason ?? reason, message),
            AutomationHealth.Stalled(isOver && status.Phase == TaskExecutionPhases.Failed ? new Problem(reason, status.FailureMessage!) : isOver ? null : state.Rejection),
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

    // metav1.Time has no fractions.
    private static DateTime Seconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds()).UtcDateTime;
}
