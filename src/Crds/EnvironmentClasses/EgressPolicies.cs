namespace Environs.Crds;

/// <summary>Values of egress.policy.</summary>
public static class EgressPolicies
{
    /// <summary>The internet, and nothing of the cluster's and the company's own networks.</summary>
    public const string Internet = "Internet";

    /// <summary>Nothing but what egress.allow lists.</summary>
    public const string None = "None";

    /// <summary>Everything.</summary>
    public const string All = "All";
}
