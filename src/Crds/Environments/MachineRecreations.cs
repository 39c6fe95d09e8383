namespace Environs.Crds;

/// <summary>Pods of one machine session that were lost and made again.</summary>
public sealed record MachineRecreations
{
    /// <summary>How many pods were lost since the environment was started, or since a pod last ran for ten minutes.</summary>
    public int Count { get; set; }

    /// <summary>Why the last one was lost: PodDeleted, Evicted, Rejected, PodFailed or NodeLost.</summary>
    [MaxLength(64)]
    public string? Reason { get; set; }

    /// <summary>What Kubernetes said of it.</summary>
    [MaxLength(1024)]
    public string? Message { get; set; }

    /// <summary>When the operator saw the last loss; the wait before the next pod counts from here.</summary>
    public DateTime? LastTime { get; set; }
}
