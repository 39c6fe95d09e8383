using System.Net;

namespace Environs.Operator.NetworkPolicies;

/// <summary>What environments may be reached by and may reach (variables <c>OPERATOR__NETWORKPOLICY__…</c>). Lists have commas; pods are named by their labels, as <c>key=value,…</c>.</summary>
public sealed record NetworkPolicyOptions
{
    /// <summary>Whether each environment has a NetworkPolicy; those that there are go when it is off.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>The operator's pods, in its own namespace.</summary>
    public string OperatorPods { get; set; } = "app.kubernetes.io/name=environs,app.kubernetes.io/component=operator";

    /// <summary>The gateway's pods; empty where there is no gateway.</summary>
    public string GatewayPods { get; set; } = "";

    /// <summary>Namespace of the gateway's pods. Default: the operator's.</summary>
    public string? GatewayNamespace { get; set; }

    /// <summary>Ranges of addresses that are not the internet although they are public: the cluster's and the company's own.</summary>
    public string ClusterCidrs { get; set; } = "";

    /// <summary>Ranges of addresses that every environment may connect to.</summary>
    public string AllowedCidrs { get; set; } = "";

    /// <summary>Names of namespaces whose pods every environment may connect to.</summary>
    public string AllowedNamespaces { get; set; } = "";

    /// <summary>Namespace of the cluster's DNS.</summary>
    public string DnsNamespace { get; set; } = "kube-system";

    /// <summary>The pods of the cluster's DNS.</summary>
    public string DnsPods { get; set; } = "k8s-app=kube-dns";

    /// <summary>Port of those pods, which need not be their Service's.</summary>
    public int DnsPort { get; set; } = 53;

    /// <summary>Addresses at which a DNS cache on the node listens.</summary>
    public string NodeLocalDns { get; set; } = "";

    /// <summary>What is wrong, or null.</summary>
    internal string? Problem() =>
        Items(ClusterCidrs).FirstOrDefault(cidr => !Cidrs.AreRange(cidr) || IPNetwork.Parse(cidr).PrefixLength == 0) is { } cluster
            ? $"OPERATOR__NETWORKPOLICY__CLUSTERCIDRS has \"{cluster}\", which is no range of addresses such as 10.20.0.0/16."
        : Items(AllowedCidrs).FirstOrDefault(cidr => !Cidrs.AreRange(cidr)) is { } allowed
            ? $"OPERATOR__NETWORKPOLICY__ALLOWEDCIDRS has \"{allowed}\", which is no range of addresses such as 10.20.0.0/16."
        : Items(NodeLocalDns).FirstOrDefault(address => !IPAddress.TryParse(address, out _)) is { } dns
            ? $"OPERATOR__NETWORKPOLICY__NODELOCALDNS has \"{dns}\", which is no address."
        : new[] { OperatorPods, GatewayPods, DnsPods }.FirstOrDefault(pods => Items(pods).Any(label => label.Split('=') is not [{ Length: > 0 }, _])) is { } labels
            ? $"OPERATOR__NETWORKPOLICY names pods by \"{labels}\"; it must be labels, as key=value,…"
        // No labels would mean every pod of the namespace.
        : Items(OperatorPods).Length == 0 || Items(DnsPods).Length == 0
            ? "OPERATOR__NETWORKPOLICY__OPERATORPODS and OPERATOR__NETWORKPOLICY__DNSPODS must name pods by labels."
        : null;

    /// <summary>The items of a list.</summary>
    internal static string[] Items(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
