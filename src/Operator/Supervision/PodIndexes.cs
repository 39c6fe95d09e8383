using Environs.Operator.Automations;
using Environs.Operator.Docker;
using k8s.Models;

namespace Environs.Operator.Supervision;

/// <summary>By what the endpoint finds pods.</summary>
internal static class PodIndexes
{
    public const string ByUid = "uid";
    public const string ByAddress = "address";

    /// <summary>The pods beside that of an environment, by the environment.</summary>
    public const string Docker = "docker";

    public static readonly IReadOnlyDictionary<string, Func<V1Pod, IEnumerable<string>>> All = new Dictionary<string, Func<V1Pod, IEnumerable<string>>>
    {
        [ByUid] = pod => [pod.Metadata.Uid],
        [ByAddress] = Addresses,
        [Docker] = pod => DockerNames.IsOne(pod) ? [AutomationIndexes.Value(pod.Metadata.NamespaceProperty, DockerNames.Environment(pod))] : [],
    };

    /// <summary>The addresses that are the pod's now; one that has ended has none.</summary>
    public static IEnumerable<string> Addresses(V1Pod pod) =>
        pod.Status is null or { Phase: "Failed" or "Succeeded" } ? []
        : pod.Status.PodIPs is { Count: > 0 } addresses ? addresses.Select(address => address.Ip).OfType<string>().Distinct()
        : pod.Status.PodIP is { Length: > 0 } address ? [address]
        : [];
}
