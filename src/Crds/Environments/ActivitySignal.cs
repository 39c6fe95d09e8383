namespace Environs.Crds;

/// <summary>What somebody last did in an environment.</summary>
public sealed record ActivitySignal
{
    /// <summary>What they did it with, such as Terminal or Command.</summary>
    [MaxLength(80)]
    public string? Source { get; set; }

    /// <summary>When, by the environment's own clock; told anew at most every five minutes.</summary>
    public DateTime? Timestamp { get; set; }
}
