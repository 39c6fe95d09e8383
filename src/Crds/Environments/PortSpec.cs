using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>A port of the environment that can be reached from outside, through the gateway.</summary>
public sealed record PortSpec
{
    /// <summary>The port, 1024 to 65535; whatever listens there must listen on every address, not on 127.0.0.1 alone.</summary>
    [Required]
    [Range(1024, 65535)]
    public int Port { get; set; }

    /// <summary>Name that people see.</summary>
    [Length(1, 100)]
    public string? Name { get; set; }

    /// <summary>Who may reach it: OwnerOnly, CreatorOnly, Organization or Everyone. Default: who may reach the environment.</summary>
    [AllowedValues(AdmissionLevels.OwnerOnly, AdmissionLevels.CreatorOnly, AdmissionLevels.Organization, AdmissionLevels.Everyone)]
    public string? Admission { get; set; }

    /// <summary>What it speaks: HTTP (default) or HTTPS.</summary>
    [AllowedValues(PortProtocols.Http, PortProtocols.Https)]
    public string? Protocol { get; set; }
}
