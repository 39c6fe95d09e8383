namespace Environs.Crds;

/// <summary>Rules of a class's egress, for the schema and for an API server that does not know them.</summary>
public static class EgressRules
{
    /// <summary>Shape of a range of addresses. What else is wrong with one, no pattern can say.</summary>
    public const string CidrPattern = @"^(((0|[1-9][0-9]{0,2})[.]){3}(0|[1-9][0-9]{0,2})/[0-9]{1,2}|[0-9A-Fa-f]*:[0-9A-Fa-f:]+/[0-9]{1,3})$";

    /// <summary>The ports of a range are in order.</summary>
    public const string PortsInOrderCel = "!has(self.endPort) || self.endPort >= self.port";

    /// <summary>What the user reads when they are not.</summary>
    public const string PortsInOrder = "endPort must not be less than port";
}
