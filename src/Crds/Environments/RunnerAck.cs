namespace Environs.Crds;

/// <summary>The operator's answer to a spec.</summary>
public sealed record RunnerAck
{
    /// <summary>Generation of the spec that is answered.</summary>
    [MaxLength(20)]
    public string? SpecVersion { get; set; }

    /// <summary>OK, InvalidResource or FailedPrecondition.</summary>
    [MaxLength(32)]
    public string? StatusCode { get; set; }

    /// <summary>What is wrong and what would be right; absent when OK.</summary>
    [MaxLength(4096)]
    public string? Message { get; set; }
}
