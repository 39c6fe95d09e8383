using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>Where a port of an environment is reached.</summary>
public sealed record EnvironmentUrlsPort
{
    /// <summary>The port.</summary>
    [Required]
    public int Port { get; set; }

    /// <summary>The address in the gateway's domain.</summary>
    [MaxLength(512)]
    public string? Url { get; set; }
}
