using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Docker;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Services;

/// <summary>Everything that is read about one service at one moment.</summary>
internal sealed record ServiceState
{
    public required V1alpha1Service Service { get; init; }

    /// <summary>The environment that it names; null when there is none.</summary>
    public V1alpha1Environment? Environment { get; init; }

    /// <summary>Why it is not acted upon; null when it is.</summary>
    public Problem? Rejection { get; init; }

    /// <summary>Null when the environment has no pod that stays.</summary>
    public WorkContainer? Container { get; init; }

    /// <summary>The pod that it has of its own, also one that goes; null when there is none.</summary>
    public DockerPod? Docker { get; init; }

    /// <summary>Whether a container of the environment's pod still has it, which had it before it was to have a pod of its own.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>Whether a pod of its own would have the workspace.</summary>
    public bool HasWorkspace { get; init; } = true;

    /// <summary>UIDs of the executions that wait for the service now, in their order.</summary>
    public IReadOnlyList<string?> WantedBy { get; init; } = [];

    public ServiceStatus? Previous => Service.Status;

    public ServiceReport? Report => Container?.Report?.Services.FirstOrDefault(report => report.Id == Service.Metadata.Uid);
}
