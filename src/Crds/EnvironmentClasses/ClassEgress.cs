using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>What environments of a class may connect to, beside the cluster's DNS and what is part of the same environment; a change counts at once, also for those that run.</summary>
public sealed record ClassEgress
{
    /// <summary>Internet (every address but private, shared, link-local and the cluster's own ones), None or All.</summary>
    [AllowedValues(EgressPolicies.Internet, EgressPolicies.None, EgressPolicies.All)]
    [DefaultValue(EgressPolicies.Internet)]
    public string? Policy { get; set; }

    /// <summary>What they may connect to all the same, such as the company's Git server.</summary>
    [MaxLength(64)]
    [ListAtomic]
    public IList<ClassEgressAllow>? Allow { get; set; }
}
