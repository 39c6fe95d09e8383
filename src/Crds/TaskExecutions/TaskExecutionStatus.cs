using k8s.Models;

namespace Environs.Crds;

/// <summary>What a run shall do, and what came of it; the fields are those of TaskExecution's metadata, spec and status in the Environments API.</summary>
public sealed record TaskExecutionStatus
{
    /// <summary>Generation of the spec that this status speaks of.</summary>
    public long? ObservedGeneration { get; set; }

    /// <summary>Counts the writes of this status; of two, the larger one is the later.</summary>
    [MaxLength(20)]
    public string? StatusVersion { get; set; }

    /// <summary>Pending, Running, Succeeded, Failed or Stopped.</summary>
    [MaxLength(32)]
    public string? Phase { get; set; }

    /// <summary>Accepted, Finished, Ready and Stalled.</summary>
    [MaxLength(16)]
    [ListMap("type")]
    public IList<V1Condition> Conditions { get; set; } = [];

    /// <summary>Name of the Environment that it runs in.</summary>
    [MaxLength(63)]
    public string? Environment { get; set; }

    /// <summary>UID of the pod that it runs in, and ends with.</summary>
    [MaxLength(64)]
    public string? PodUid { get; set; }

    /// <summary>The trigger that started it; Manual when a person or a program did.</summary>
    [MaxLength(64)]
    public string? StartedBy { get; set; }

    /// <summary>Who created it; absent where a trigger did, or where it is not known for certain.</summary>
    public Subject? Creator { get; set; }

    /// <summary>When its plan was made.</summary>
    public DateTime? StartedAt { get; set; }

    /// <summary>When it was over.</summary>
    public DateTime? CompletedAt { get; set; }

    /// <summary>What it runs, written before the first step; groups run one after another. At most 256 KiB.</summary>
    [MaxLength(200)]
    [ListAtomic]
    public IList<PlanGroup>? Plan { get; set; }

    /// <summary>What came of the steps that have started.</summary>
    [MaxLength(200)]
    [ListMap("id")]
    public IList<StepStatus>? Steps { get; set; }

    /// <summary>Where the gateway serves the logs of its steps, each below it by its id; absent where there is no gateway.</summary>
    [MaxLength(1024)]
    public string? LogUrl { get; set; }

    /// <summary>Why it failed.</summary>
    [MaxLength(4096)]
    public string? FailureMessage { get; set; }
}
