using System.Net;
using k8s.Models;

namespace Environs.Operator.Tests.NetworkPolicies;

/// <summary>
/// What NetworkPolicies mean, after Kubernetes' documentation of networking.k8s.io/v1. It knows nothing of who builds them. Where plugins
/// differ it takes the wider reading: a block of addresses is also the pods that have them.
/// </summary>
/// <param name="policies">All policies of the cluster.</param>
/// <param name="namespaces">The labels of each namespace.</param>
internal sealed class Evaluator(IReadOnlyList<V1NetworkPolicy> policies, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> namespaces)
{
    /// <summary>Whether a connection is possible: both who opens it and who takes it must be allowed to.</summary>
    public bool Allows(End from, End to, int port, string protocol = "TCP") => MayLeave(from, to, port, protocol) && MayEnter(from, to, port, protocol);

    private bool MayEnter(End from, End to, int port, string protocol)
    {
        var isolating = Selecting(to).Where(policy => Types(policy).Contains("Ingress")).ToList();
        return isolating.Count == 0 || isolating.Any(policy => (policy.Spec.Ingress ?? [])
            .Any(rule => IsAmong(from, rule.FromProperty, policy) && IsPort(to, port, protocol, rule.Ports)));
    }

    private bool MayLeave(End from, End to, int port, string protocol)
    {
        var isolating = Selecting(from).Where(policy => Types(policy).Contains("Egress")).ToList();
        return isolating.Count == 0 || isolating.Any(policy => (policy.Spec.Egress ?? [])
            .Any(rule => IsAmong(to, rule.To, policy) && IsPort(to, port, protocol, rule.Ports)));
    }

    // An empty selector is every pod of the policy's namespace.
    private IEnumerable<V1NetworkPolicy> Selecting(End pod) =>
        policies.Where(policy => pod.Namespace == policy.Metadata.NamespaceProperty && Selects(policy.Spec.PodSelector ?? new(), pod.Labels));

    // When it does not say, it is about ingress, and about egress if it has such rules.
    private static IList<string> Types(V1NetworkPolicy policy) =>
        policy.Spec.PolicyTypes is { Count: > 0 } types ? types : policy.Spec.Egress is { Count: > 0 } ? ["Ingress", "Egress"] : ["Ingress"];

    // No peers are everybody.
    private bool IsAmong(End end, IList<V1NetworkPolicyPeer>? peers, V1NetworkPolicy policy) => peers is null or { Count: 0 } || peers.Any(peer => Is(end, peer, policy));

    private bool Is(End end, V1NetworkPolicyPeer peer, V1NetworkPolicy policy)
    {
        if (peer.IpBlock is { } block)
        {
            Assert.True(peer is { PodSelector: null, NamespaceSelector: null }, "a block excludes selectors");
            Assert.All(block.Except ?? [], except => Assert.True(IsWithin(IPNetwork.Parse(except), IPNetwork.Parse(block.Cidr)), $"{except} is not in {block.Cidr}"));
            return IPNetwork.Parse(block.Cidr).Contains(end.Address) && !(block.Except ?? []).Any(except => IPNetwork.Parse(except).Contains(end.Address));
        }
        if (end.Namespace is null || peer is { PodSelector: null, NamespaceSelector: null }) return false;
        // Without a selector of namespaces the policy's own is meant.
        var isOfNamespace = peer.NamespaceSelector is { } selector ? Selects(selector, namespaces[end.Namespace]) : end.Namespace == policy.Metadata.NamespaceProperty;
        return isOfNamespace && (peer.PodSelector is null || Selects(peer.PodSelector, end.Labels));
    }

    private static bool IsWithin(IPNetwork inner, IPNetwork outer) => outer.Contains(inner.BaseAddress) && inner.PrefixLength > outer.PrefixLength;

    // No ports are all of every protocol; a port without a number is all of its protocol; a name is the port that the pod gives it.
    private static bool IsPort(End to, int port, string protocol, IList<V1NetworkPolicyPort>? ports) => ports is null or { Count: 0 } || ports.Any(one =>
        (one.Protocol ?? "TCP") == protocol
        && (one.Port is null
            || (int.TryParse(one.Port.Value, out var first)
                ? one.EndPort is { } last ? port >= first && port <= last : port == first
                : to.Ports.TryGetValue(one.Port.Value, out var named) && named == port)));

    private static bool Selects(V1LabelSelector selector, IReadOnlyDictionary<string, string> labels) =>
        (selector.MatchLabels ?? new Dictionary<string, string>()).All(label => labels.TryGetValue(label.Key, out var value) && value == label.Value)
        && (selector.MatchExpressions ?? []).All(expression => expression.OperatorProperty switch
        {
            "In" => labels.TryGetValue(expression.Key, out var value) && expression.Values.Contains(value),
            "NotIn" => !labels.TryGetValue(expression.Key, out var value) || !expression.Values.Contains(value),
            "Exists" => labels.ContainsKey(expression.Key),
            "DoesNotExist" => !labels.ContainsKey(expression.Key),
            var unknown => throw new ArgumentException(unknown),
        });
}
