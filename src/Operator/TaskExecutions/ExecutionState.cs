using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Docker;
using Environs.Operator.Requests;

namespace Environs.Operator.TaskExecutions;

/// <summary>Everything that is read about one execution at one moment.</summary>
internal sealed record ExecutionState
{
    public required V1alpha1TaskExecution Execution { get; init; }
    public required DateTimeOffset Now { get; init; }

    /// <summary>Who created it; null where that is not certain.</summary>
    public Subject? Creator { get; init; }

    /// <summary>The task that it names; null when there is none.</summary>
    public V1alpha1Task? Task { get; init; }

    public V1alpha1Environment? Environment { get; init; }

    /// <summary>Why it cannot run, or not yet; null when it can.</summary>
    public Problem? Rejection { get; init; }

    /// <summary>The dev container; null when the environment has no pod that stays.</summary>
    public WorkContainer? Container { get; init; }

    /// <summary>The container beside it.</summary>
    public WorkContainer? Machine { get; init; }

    /// <summary>The pods of those steps that have their own, by their steps' ids.</summary>
    public IReadOnlyDictionary<string, DockerPod> Docker { get; init; } = new Dictionary<string, DockerPod>();

    /// <summary>The services and tasks of the environment.</summary>
    public AutomationScope? Scope { get; init; }

    /// <summary>Where a step or a service runs.</summary>
    public WorkContainer? In(RunsOn? runsOn) => WorkPlace.Of(runsOn) == WorkPlace.Machine ? Machine : Container;

    public TaskExecutionStatus? Previous => Execution.Status;

    public bool IsStopping => IsStopAsked(Execution);

    /// <summary>Whether its spec or a request says that it shall stop, which neither takes back.</summary>
    public static bool IsStopAsked(V1alpha1TaskExecution execution) =>
        execution.Spec?.DesiredPhase == DesiredPhases.Stopped || RequestedPhases.Of(execution.Metadata, null, null, null)?.Phase == DesiredPhases.Stopped;

    public bool IsOver => Previous?.CompletedAt is not null;
}
