using System.Net;

namespace Environs.Operator.NetworkPolicies;

/// <summary>Ranges of addresses as text. Pure.</summary>
internal static class Cidrs
{
    /// <summary>Whether it is the first address of a range and the length of its prefix: one with other bits set is easily another range than the one that is meant.</summary>
    public static bool AreRange(string cidr) => IPNetwork.TryParse(cidr, out var range) && IPAddress.TryParse(cidr.Split('/')[0], out var first) && range.BaseAddress.Equals(first);
}
