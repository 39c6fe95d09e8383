using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>A port, or a range of them, as a NetworkPolicy has it.</summary>
[Rule(EgressRules.PortsInOrderCel, EgressRules.PortsInOrder)]
public sealed record ClassEgressPort
{
    /// <summary>The port, 1 to 65535; the first of them where there is an endPort.</summary>
    [Required]
    [Range(1, 65535)]
    public int Port { get; set; }

    /// <summary>The last port of a range.</summary>
    [Range(1, 65535)]
    public int? EndPort { get; set; }

    /// <summary>TCP (default), UDP or SCTP.</summary>
    [AllowedValues("TCP", "UDP", "SCTP")]
    public string? Protocol { get; set; }
}
