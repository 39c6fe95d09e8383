using k8s.Models;

namespace Environs.Crds;

/// <summary>What the environment said of a service; the fields are those of ServiceStatus in the Environments API.</summary>
public sealed record ServiceStatus
{
    /// <summary>Generation of the spec that this status speaks of.</summary>
    public long? ObservedGeneration { get; set; }

    /// <summary>Counts the writes of this status; of two, the larger one is the later.</summary>
    [MaxLength(20)]
    public string? StatusVersion { get; set; }

    /// <summary>Starting, Running, Stopping, Stopped or Failed.</summary>
    [MaxLength(32)]
    public string? Phase { get; set; }

    /// <summary>Accepted, Ready and Stalled.</summary>
    [MaxLength(16)]
    [ListMap("type")]
    public IList<V1Condition> Conditions { get; set; } = [];

    /// <summary>The session that runs, or ran last.</summary>
    [MaxLength(256)]
    public string? Session { get; set; }

    /// <summary>Why it failed.</summary>
    [MaxLength(4096)]
    public string? FailureMessage { get; set; }

    /// <summary>What it wrote as NAME=VALUE into the file that $ENVIRONS_OUTPUT names.</summary>
    [MaxLength(50)]
    [ItemLength(0, 4096)]
    public IDictionary<string, string>? Output { get; set; }

    /// <summary>The container that requestedBy speaks of.</summary>
    [MaxLength(256)]
    public string? Container { get; set; }

    /// <summary>Of one that does not run in the dev container: the dev container whose start it has heard of last, and which triggers it no more.</summary>
    [MaxLength(256)]
    public string? TriggeredFor { get; set; }

    /// <summary>What started it in that container: a trigger, the UID of a TaskExecution, or the value of the annotation environs.dev/requested-phase; absent when nothing has.</summary>
    [MaxLength(64)]
    public string? RequestedBy { get; set; }

    /// <summary>Name of the pod that it runs in, of one that has its own.</summary>
    [MaxLength(253)]
    public string? PodName { get; set; }

    /// <summary>Name by which others reach that pod, while there is one.</summary>
    [MaxLength(253)]
    public string? Address { get; set; }

    /// <summary>Tells its starts apart, of one that has a pod of its own; absent while it shall not run.</summary>
    [MaxLength(64)]
    public string? Start { get; set; }

    /// <summary>Where the gateway serves its log; absent where there is no gateway.</summary>
    [MaxLength(1024)]
    public string? LogUrl { get; set; }

    /// <summary>The request to start or stop it that was seen last.</summary>
    public RequestedPhaseStatus? RequestedPhase { get; set; }
}
