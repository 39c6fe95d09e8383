namespace Environs.Crds;

/// <summary>The pod of an environment.</summary>
public sealed record MachineStatus
{
    /// <summary>Creating, Starting, Running, Stopping, Stopped or Deleting.</summary>
    [MaxLength(32)]
    public string? Phase { get; set; }

    /// <summary>Name of the EnvironmentClass in use.</summary>
    [MaxLength(253)]
    public string? Class { get; set; }

    /// <summary>The machine.session that the pod was made for.</summary>
    [MaxLength(256)]
    public string? Session { get; set; }

    /// <summary>Name of the pod, for kubectl exec and kubectl logs.</summary>
    [MaxLength(253)]
    public string? PodName { get; set; }

    /// <summary>UID of the pod that the operator made last.</summary>
    [MaxLength(64)]
    public string? PodUid { get; set; }

    /// <summary>Node that the pod runs on.</summary>
    [MaxLength(253)]
    public string? NodeName { get; set; }

    /// <summary>Why the pod does not work.</summary>
    [MaxLength(4096)]
    public string? FailureMessage { get; set; }

    /// <summary>What is wrong with the container machine; the dev container and all that runs there go on.</summary>
    [MaxLength(4096)]
    public string? WarningMessage { get; set; }

    /// <summary>Why it was stopped for inactivity; absent unless it was.</summary>
    [MaxLength(1024)]
    public string? Timeout { get; set; }

    /// <summary>What stood when it was stopped for inactivity.</summary>
    public IdleStatus? Idle { get; set; }

    /// <summary>The request to start or stop it, by the annotation environs.dev/requested-phase, that was seen last.</summary>
    public RequestedPhaseStatus? RequestedPhase { get; set; }

    /// <summary>Versions of what runs inside the pod.</summary>
    public MachineVersions? Versions { get; set; }

    /// <summary>How often the pod was made again because it was lost, and why; absent when it never was.</summary>
    public MachineRecreations? Recreations { get; set; }
}
