namespace Environs.Crds;

/// <summary>What stood when an environment was stopped for inactivity: it stays stopped until one of these is another.</summary>
public sealed record IdleStatus
{
    /// <summary>When it was stopped.</summary>
    public DateTime? Since { get; set; }

    /// <summary>The machine.session.</summary>
    [MaxLength(256)]
    public string? Session { get; set; }

    /// <summary>The spec.desiredPhase.</summary>
    [MaxLength(32)]
    public string? DesiredPhase { get; set; }

    /// <summary>The value of the annotation environs.dev/requested-phase.</summary>
    [MaxLength(64)]
    public string? RequestedPhase { get; set; }
}
