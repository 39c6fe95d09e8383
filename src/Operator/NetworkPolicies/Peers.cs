using System.Globalization;
using System.Net;
using System.Net.Sockets;
using k8s.Models;

namespace Environs.Operator.NetworkPolicies;

/// <summary>Whom a rule of a NetworkPolicy is about. Pure.</summary>
internal static class Peers
{
    // Set by the API server on every namespace since 1.21, and nobody can change it.
    private const string NamespaceName = "kubernetes.io/metadata.name";

    /// <summary>Pods of the policy's own namespace.</summary>
    public static V1NetworkPolicyPeer Here(IDictionary<string, string> labels) => new() { PodSelector = new V1LabelSelector { MatchLabels = labels } };

    /// <summary>Pods of a namespace, by their labels; null are all.</summary>
    public static V1NetworkPolicyPeer In(string ns, string? pods = null) => new()
    {
        NamespaceSelector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { [NamespaceName] = ns } },
        PodSelector = pods is null ? null : new V1LabelSelector
        {
            MatchLabels = NetworkPolicyOptions.Items(pods).Select(label => label.Split('=')).ToDictionary(label => label[0], label => label[1]),
        },
    };

    public static V1NetworkPolicyPeer At(IPAddress address) =>
        Block(string.Create(CultureInfo.InvariantCulture, $"{address}/{(address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)}"));

    public static V1NetworkPolicyPeer Block(string cidr, IList<string>? except = null) => new() { IpBlock = new V1IPBlock { Cidr = cidr, Except = except } };

    /// <summary>A port, a range of them, or all of a protocol.</summary>
    public static V1NetworkPolicyPort Port(string protocol, int? first = null, int? last = null) => new() { Protocol = protocol, Port = first, EndPort = last };
}
