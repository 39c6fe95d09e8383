using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>A port that a devcontainer.json forwards; the gateway serves it as one of spec.ports without an admission of its own.</summary>
public sealed record ForwardedPort
{
    /// <summary>The port, 1024 to 65535.</summary>
    [Required]
    public int Port { get; set; }

    /// <summary>Name that people see.</summary>
    [MaxLength(100)]
    public string? Name { get; set; }

    /// <summary>What it speaks: HTTP (default) or HTTPS.</summary>
    [MaxLength(32)]
    public string? Protocol { get; set; }
}
