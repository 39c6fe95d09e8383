using System.Text;
using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Docker;
using Environs.Operator.Environments;
using Environs.Operator.Services;
using Environs.Protocol.Supervision;

namespace Environs.Operator.TaskExecutions;

/// <summary>What has become of an execution's steps: as the status had it, with what the supervisor and the services say now. Pure.</summary>
internal static class ExecutionSteps
{
    public const string SupervisorLost = "The supervisor that ran the step is gone, and the step with it.";

    public const string DevcontainerRebuilt = "The dev container was rebuilt, as asked by spec.devcontainer.session, and the step ended with it.";

    // With the plan it must all fit into one object.
    private const int LargestOutput = 256 * 1024;

    public static IList<StepStatus> Of(ExecutionState state, TaskExecutionStatus status)
    {
        var steps = (status.Steps ?? []).ToDictionary(step => step.Id, StringComparer.Ordinal);
        // One that runs was let run before it was said that all shall stop.
        foreach (var step in ExecutionProgress.Of(status.Plan!, steps.Values, isStopping: false).Current.ToList())
        {
            if (step.Command is not null && step.RunsOn?.Docker is null && Report(step, state) is { } report)
                steps[step.Id] = OfTask(step, report, LossOf(step, report, steps.GetValueOrDefault(step.Id), state));
        }
        // A step that takes no time lets the next begin.
        int over;
        do
        {
            over = steps.Count(step => step.Value.CompletedAt is not null);
            foreach (var step in ExecutionProgress.Of(status.Plan!, steps.Values, state.IsStopping).Current.ToList())
            {
                if (Next(step, steps.GetValueOrDefault(step.Id), state, Report(step, state)) is { } next) steps[step.Id] = next;
            }
        }
        while (steps.Count(step => step.Value.CompletedAt is not null) > over);
        return Bounded(status.Plan!.SelectMany(group => group.Steps).Where(step => steps.ContainsKey(step.Id)).Select(step => steps[step.Id]));
    }

    // Of the place that it was to run in, and no other.
    private static StepReport? Report(PlanStep step, ExecutionState state) =>
        state.In(step.RunsOn)?.Report?.Steps.FirstOrDefault(report => report.Execution == state.Execution.Metadata.Uid && report.Step == step.Id);

    /// <summary>Why steps went with the supervisor that ran them; null when none did.</summary>
    public static Problem? LossOf(ExecutionState state, TaskExecutionStatus status)
    {
        var failed = status.Steps!.Where(step => step.Phase == TaskExecutionPhases.Failed).Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        var lost = status.Plan!.SelectMany(group => group.Steps).Where(step => failed.Contains(step.Id) && AnyReport(step, state) is { } report && IsLost(step, report, state)).ToList();
        return lost.Count == 0 ? null
            : lost.Any(step => IsRebuilt(step, state.Previous?.Steps?.FirstOrDefault(known => known.Id == step.Id), state)) ? new Problem(AutomationReasons.DevcontainerRebuilt, DevcontainerRebuilt)
            : new Problem(AutomationReasons.SupervisorLost, SupervisorLost);
    }

    private static StepReport? AnyReport(PlanStep step, ExecutionState state) =>
        step.RunsOn?.Docker is null ? Report(step, state) : state.Docker.GetValueOrDefault(step.Id)?.Step(state.Execution.Metadata.Uid, step.Id);

    // One that was stopped although nobody asked for it went with a container that was told to end.
    private static bool IsLost(PlanStep step, StepReport report, ExecutionState state) =>
        report.Phase == StepPhase.Lost || (report.Phase == StepPhase.Stopped && !state.IsStopping && step.RunsOn?.Docker is null);

    /// <summary>What a step went with that did not end by itself; null for any other.</summary>
    private static string? LossOf(PlanStep step, StepReport report, StepStatus? known, ExecutionState state) =>
        !IsLost(step, report, state) ? null : IsRebuilt(step, known, state) ? DevcontainerRebuilt : SupervisorLost;

    private static bool IsRebuilt(PlanStep step, StepStatus? known, ExecutionState state) =>
        step.RunsOn?.Docker is null && state.In(step.RunsOn)?.Rebuild is { } rebuild && (known?.StartedAt ?? state.Previous?.StartedAt)?.ToUniversalTime() <= rebuild.At.UtcDateTime;

    /// <summary>Leaves out the outputs that are too much together: a step that has succeeded has no failure to say it with.</summary>
    private static List<StepStatus> Bounded(IEnumerable<StepStatus> steps)
    {
        var bounded = new List<StepStatus>();
        var left = LargestOutput;
        foreach (var step in steps)
        {
            var size = step.Output?.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value)) ?? 0;
            if (size > left)
            {
                bounded.Add(step with { Output = null });
                continue;
            }
            left -= size;
            bounded.Add(step);
        }
        return bounded;
    }

    private static StepStatus? Next(PlanStep step, StepStatus? known, ExecutionState state, StepReport? report) =>
        step.ServiceUid is not null ? OfService(step, known, state)
        : step.Command is null ? new StepStatus { Id = step.Id, Phase = TaskExecutionPhases.Succeeded, CompletedAt = Now(state) }
        : step.RunsOn?.Docker is not null ? DockerStepHealth.Of(step, known, state)
        : report is null ? known
        : OfTask(step, report, LossOf(step, report, known, state));

    /// <summary>A task's step by the word of the supervisor that runs it, or what it went with.</summary>
    public static StepStatus OfTask(PlanStep step, StepReport report, string? loss)
    {
        var isOver = report.Phase is not (StepPhase.Running or StepPhase.Unspecified);
        return new StepStatus
        {
            Id = step.Id,
            Phase = loss is not null ? TaskExecutionPhases.Failed : report.Phase switch
            {
                StepPhase.Succeeded => TaskExecutionPhases.Succeeded,
                StepPhase.Failed => TaskExecutionPhases.Failed,
                StepPhase.Stopped => TaskExecutionPhases.Stopped,
                _ => TaskExecutionPhases.Running,
            },
            FailureMessage = loss ?? EnvironmentFacts.NullIfEmpty(ContentReports.Clean(report.FailureMessage)),
            ExitCode = isOver && loss is null ? report.ExitCode : null,
            Output = report.Output.Count > 0 ? report.Output.ToDictionary(pair => pair.Key, pair => pair.Value) : null,
            StartedAt = Time(report.StartedAt),
            CompletedAt = isOver ? Time(report.EndedAt) ?? Time(report.StartedAt) ?? DateTime.UnixEpoch : null,
        };
    }

    /// <summary>A service that runs is a step that is done; it need not have been this execution that started it.</summary>
    private static StepStatus OfService(PlanStep step, StepStatus? known, ExecutionState state)
    {
        var service = state.Scope?.Services.FirstOrDefault(service => service.Metadata.Uid == step.ServiceUid);
        var container = state.In(service?.Spec.RunsOn);
        var isOurs = service?.Status?.RequestedBy == state.Execution.Metadata.Uid;
        return service switch
        {
            _ when state.IsStopping => new StepStatus
            {
                Id = step.Id,
                Phase = TaskExecutionPhases.Stopped,
                StartedAt = known?.StartedAt ?? Now(state),
                CompletedAt = Now(state),
            },
            null => Failed("The service is gone."),
            _ when ServiceRequest.DesiredPhase(service) == DesiredPhases.Stopped => Failed(service.Spec.DesiredPhase == DesiredPhases.Stopped
                ? "The service shall not run: its spec.desiredPhase is Stopped."
                : "The service shall not run: somebody has asked for it to be stopped."),
            { Status: { Phase: ServicePhases.Running } status } when status.Container == container?.Id =>
                new StepStatus { Id = step.Id, Phase = TaskExecutionPhases.Succeeded, StartedAt = known?.StartedAt ?? Now(state), CompletedAt = Now(state), Output = status.Output },
            { Status.Phase: ServicePhases.Failed } when isOurs => Failed(service.Status!.FailureMessage ?? "The service failed."),
            // Since it is Starting from the moment it is asked for, this is an end and not the beginning.
            { Status: { Phase: ServicePhases.Stopped } ended } when isOurs && ended.Container == container?.Id && known is not null =>
                Failed("The service ended before it was ready."),
            _ => known ?? new StepStatus { Id = step.Id, Phase = TaskExecutionPhases.Running, StartedAt = Now(state) },
        };

        StepStatus Failed(string message) => new()
        {
            Id = step.Id,
            Phase = TaskExecutionPhases.Failed,
            FailureMessage = message,
            StartedAt = known?.StartedAt ?? Now(state),
            CompletedAt = Now(state),
        };
    }

    private static DateTime? Time(long milliseconds) =>
        milliseconds is > 0 and < 253402300799999 ? WholeSeconds.Of(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)) : null;

    /// <summary>Now, as metav1.Time has it.</summary>
    public static DateTime Now(ExecutionState state) => WholeSeconds.Of(state.Now);
}
