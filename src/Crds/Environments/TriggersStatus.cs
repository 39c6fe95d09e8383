namespace Environs.Crds;

/// <summary>When the start of a dev container has triggered services and tasks, once for each container.</summary>
public sealed record TriggersStatus
{
    /// <summary>The container.</summary>
    [MaxLength(256)]
    public string? Container { get; set; }

    /// <summary>When; what is defined later waits for the next container.</summary>
    public DateTime? FiredAt { get; set; }

    /// <summary>TaskExecutions of this start that the API server refuses to make; they are tried again until the next start.</summary>
    [MaxLength(200)]
    [ItemLength(1, 253)]
    [ListAtomic]
    public IList<string>? Refused { get; set; }

    /// <summary>Why they are refused.</summary>
    [MaxLength(4096)]
    public string? FailureMessage { get; set; }
}
