using System.Net;
using System.Net.Sockets;
using Environs.Crds;
using k8s.Models;

namespace Environs.Operator.NetworkPolicies;

/// <summary>What a class and the chart let environments connect to. Pure.</summary>
internal static class EgressToRules
{
    // Private networks (RFC 1918), those of carriers, in which some clouds have nodes and pods (RFC 6598), and link-local addresses, at
    // one of which clouds give credentials to whoever asks.
    private static readonly string[] NotInternet4 = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"];

    // Unique local and link-local addresses, and how a NAT64 of somebody's own writes IPv4 addresses.
    private static readonly string[] NotInternet6 = ["fc00::/7", "fe80::/10", "64:ff9b:1::/48"];

    public static IEnumerable<V1NetworkPolicyEgressRule> Of(ClassEgress? egress, NetworkPolicyOptions settings)
    {
        if (NetworkPolicyOptions.Items(settings.AllowedCidrs) is { Length: > 0 } cidrs) yield return new() { To = [.. cidrs.Select(cidr => Peers.Block(cidr))] };
        if (NetworkPolicyOptions.Items(settings.AllowedNamespaces) is { Length: > 0 } namespaces) yield return new() { To = [.. namespaces.Select(name => Peers.In(name))] };
        foreach (var allow in egress?.Allow ?? [])
            yield return new() { To = [Peers.Block(allow.Cidr)], Ports = allow.Ports is { Count: > 0 } ports ? [.. ports.Select(Port)] : null };
        switch (egress?.Policy)
        {
            case EgressPolicies.None:
                break;
            case EgressPolicies.All:
                yield return new();
                break;
            default:
                yield return new() { To = [Internet("0.0.0.0/0", NotInternet4, AddressFamily.InterNetwork, settings), Internet("::/0", NotInternet6, AddressFamily.InterNetworkV6, settings)] };
                break;
        }
    }

    private static V1NetworkPolicyPeer Internet(string all, string[] except, AddressFamily family, NetworkPolicyOptions settings) =>
        Peers.Block(all, [.. except, .. NetworkPolicyOptions.Items(settings.ClusterCidrs).Where(cidr => IPNetwork.Parse(cidr).BaseAddress.AddressFamily == family)]);

    private static V1NetworkPolicyPort Port(ClassEgressPort port) => Peers.Port(port.Protocol ?? "TCP", port.Port, port.EndPort);
}
