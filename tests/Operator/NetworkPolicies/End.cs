using System.Net;

namespace Environs.Operator.Tests.NetworkPolicies;

/// <summary>One end of a connection: a pod, or an address outside the cluster, which has no namespace.</summary>
internal sealed record End(string Name, IPAddress Address, string? Namespace, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>The pod's ports that have names.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; init; } = new Dictionary<string, int>();

    public static End Pod(string ns, string labels, string address = "10.244.0.9") => new($"{ns}/{labels}", IPAddress.Parse(address), ns, Of(labels));

    public static End Outside(string address) => new(address, IPAddress.Parse(address), null, Of(""));

    /// <summary>Labels, as key=value,…</summary>
    public static IReadOnlyDictionary<string, string> Of(string labels) =>
        labels.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(label => label.Split('=')).ToDictionary(label => label[0], label => label[1]);

    public override string ToString() => Name;
}
