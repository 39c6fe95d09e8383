using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.Operator.Cluster;
using Environs.Operator.Environments;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.NetworkPolicies;

/// <summary>Builds the NetworkPolicy of an environment: of its pod, and of those that its services and tasks have beside it. Pure.</summary>
/// <remarks>
/// It does not know who may reach which port: that is the gateway's to ask, on every request, so neither a port nor its admission changes it.
/// Where there is no gateway nothing but the operator and the environment itself gets in; kubectl port-forward does, since it comes from the
/// pod's own node, which no NetworkPolicy shuts out.
/// </remarks>
internal static class EnvironmentNetworkPolicy
{
    /// <summary>Not the environment's own name, which somebody may have given to a policy of theirs.</summary>
    public static string Name(V1alpha1Environment environment) => $"environs-{environment.Metadata.Name}";

    /// <param name="environment">The environment.</param>
    /// <param name="egress">What its class says.</param>
    /// <param name="options">The operator's settings.</param>
    /// <param name="home">The operator's namespace.</param>
    public static V1NetworkPolicy Build(V1alpha1Environment environment, ClassEgress? egress, OperatorOptions options, string home) => new()
    {
        ApiVersion = "networking.k8s.io/v1",
        Kind = "NetworkPolicy",
        Metadata = new V1ObjectMeta
        {
            Name = Name(environment),
            NamespaceProperty = environment.Metadata.NamespaceProperty,
            Labels = Labels(environment),
            OwnerReferences = [OwnerReferences.ControllerOf(Kinds.Environment, environment)],
        },
        Spec = new V1NetworkPolicySpec
        {
            PodSelector = new V1LabelSelector { MatchLabels = Labels(environment) },
            PolicyTypes = ["Ingress", "Egress"],
            Ingress = [.. Ingress(environment, options, home)],
            Egress = [.. Own(environment, options, home), .. Dns(options.NetworkPolicy), .. EgressToRules.Of(egress, options.NetworkPolicy)],
        },
    };

    /// <summary>Whether it is the environment's.</summary>
    public static bool IsOf(V1alpha1Environment environment, V1NetworkPolicy policy) => policy.Metadata.OwnerReferences?.Any(owner => owner.Uid == environment.Metadata.Uid) == true;

    /// <summary>Whether a policy says what it would be built to say now, however the server orders it.</summary>
    public static bool IsInStep(V1alpha1Environment environment, V1NetworkPolicy present, V1NetworkPolicy built) => IsOf(environment, present) && JsonNode.DeepEquals(Spec(present), Spec(built));

    /// <summary>Whether a change of one is worth a pass.</summary>
    public static bool IsNews(V1NetworkPolicy before, V1NetworkPolicy after) => !JsonNode.DeepEquals(Spec(before), Spec(after));

    private static JsonNode? Spec(V1NetworkPolicy policy) => JsonSerializer.SerializeToNode(policy.Spec, ClusterJson.Default.V1NetworkPolicySpec);

    private static Dictionary<string, string> Labels(V1alpha1Environment environment) => new()
    {
        [EnvironmentNames.ManagedByLabel] = EnvironmentNames.ManagedBy,
        [EnvironmentNames.EnvironmentLabel] = environment.Metadata.Name,
    };

    private static IEnumerable<V1NetworkPolicyIngressRule> Ingress(V1alpha1Environment environment, OperatorOptions options, string home)
    {
        var settings = options.NetworkPolicy;
        yield return new() { FromProperty = [Peers.Here(Labels(environment)), Peers.In(home, settings.OperatorPods)] };
        if (settings.GatewayPods.Length > 0) yield return new() { FromProperty = [Peers.In(settings.GatewayNamespace ?? home, settings.GatewayPods)], Ports = [Peers.Port("TCP")] };
    }

    private static IEnumerable<V1NetworkPolicyEgressRule> Own(V1alpha1Environment environment, OperatorOptions options, string home)
    {
        yield return new() { To = [Peers.Here(Labels(environment))] };
        // Of the pods, and not of their Service: policies are about addresses as they are behind it.
        yield return new() { To = [Peers.In(home, options.NetworkPolicy.OperatorPods)], Ports = [Peers.Port("TCP", options.Supervision.Port)] };
        // An operator outside the cluster.
        if (IPEndPoint.TryParse(options.Supervision.Address ?? "", out var outside)) yield return new() { To = [Peers.At(outside.Address)], Ports = [Peers.Port("TCP", outside.Port)] };
    }

    private static IEnumerable<V1NetworkPolicyEgressRule> Dns(NetworkPolicyOptions settings)
    {
        yield return new() { To = [Peers.In(settings.DnsNamespace, settings.DnsPods)], Ports = [Peers.Port("UDP", settings.DnsPort), Peers.Port("TCP", settings.DnsPort)] };
        if (NetworkPolicyOptions.Items(settings.NodeLocalDns) is { Length: > 0 } caches)
            yield return new() { To = [.. caches.Select(address => Peers.At(IPAddress.Parse(address)))], Ports = [Peers.Port("UDP", 53), Peers.Port("TCP", 53)] };
    }
}
