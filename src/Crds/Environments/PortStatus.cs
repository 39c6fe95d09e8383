using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>A TCP port that something in an environment listens on.</summary>
public sealed record PortStatus
{
    /// <summary>The port, 1 to 65535.</summary>
    [Required]
    public int Port { get; set; }

    /// <summary>Where: 0.0.0.0 and :: are every address; 127.0.0.1 and ::1 are reached from inside only.</summary>
    [MaxLength(8)]
    [ItemLength(0, 64)]
    [ListAtomic]
    public IList<string>? Addresses { get; set; }
}
