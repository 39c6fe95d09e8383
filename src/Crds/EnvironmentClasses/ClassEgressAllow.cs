using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>Addresses that environments of a class may connect to, whatever the policy.</summary>
public sealed record ClassEgressAllow
{
    /// <summary>The addresses, such as 10.20.0.0/16, or 10.20.1.7/32 for one.</summary>
    [Required]
    [Length(3, 43)]
    [RegularExpression(EgressRules.CidrPattern)]
    public string Cidr { get; set; } = "";

    /// <summary>The ports. Default: all, of every protocol.</summary>
    [MaxLength(32)]
    [ListAtomic]
    public IList<ClassEgressPort>? Ports { get; set; }
}
