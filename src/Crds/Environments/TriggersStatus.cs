namespace Environs.Crds;

/// <summary>When the start of a dev container has triggered services and tasks, once for each container.</summary>
public sealed record TriggersStatus
{
    /// <summary>The container.</summary>
    [MaxLength(256)]
    public string? Container { get; set; }

    /// <summary>When; what is defined later waits for the next container.</summary>
    public DateTime? FiredAt { get; set; }
}
