namespace Environs.Crds;

/// <summary>The request in the annotation <c>environs.dev/requested-phase</c> that was seen last, and what it came upon.</summary>
public sealed record RequestedPhaseStatus
{
    /// <summary>The annotation's value; another one is another request.</summary>
    [MaxLength(64)]
    public string? Value { get; set; }

    /// <summary>Running or Stopped while the request holds; absent once spec.desiredPhase or the session is another than it came upon.</summary>
    [MaxLength(32)]
    public string? Phase { get; set; }

    /// <summary>The spec.desiredPhase that it came upon.</summary>
    [MaxLength(32)]
    public string? DesiredPhase { get; set; }

    /// <summary>The session that it came upon.</summary>
    [MaxLength(256)]
    public string? Session { get; set; }
}
