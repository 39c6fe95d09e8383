using Environs.Crds;
using Environs.Operator.Cluster;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Environments;

/// <summary>Which environments a change of another object concerns, and which changes do. Pure.</summary>
internal static class EnvironmentWakes
{
    private const string ByClass = "class";
    private const string ByNode = "node";
    private const string ByNamespace = "namespace";
    private const string NoClass = "";

    public static readonly IReadOnlyDictionary<string, Func<V1alpha1Environment, IEnumerable<string>>> Indexes =
        new Dictionary<string, Func<V1alpha1Environment, IEnumerable<string>>>
        {
            [ByClass] = environment => [environment.Spec.Machine?.Class ?? environment.Status?.Machine?.Class ?? NoClass],
            [ByNode] = environment => environment.Status?.Machine?.NodeName is { } node ? [node] : [],
            [ByNamespace] = environment => [environment.Metadata.NamespaceProperty],
        };

    /// <summary>The environment of the claim's name.</summary>
    public static IEnumerable<ResourceKey> OfClaim(V1PersistentVolumeClaim claim, IStore<V1alpha1Environment> environments) =>
        ResourceKey.Of(claim.Metadata) is var key && environments.Get(key) is null ? [] : [key];

    /// <summary>The environments of the class, and where it is a default those that wait for one.</summary>
    public static IEnumerable<ResourceKey> OfClass(V1alpha1EnvironmentClass @class, IStore<V1alpha1Environment> environments) =>
        environments.Indexed(ByClass, @class.Metadata.Name)
            .Concat(ClassChoice.IsDefault(@class) ? environments.Indexed(ByClass, NoClass) : [])
            .Select(environment => ResourceKey.Of(environment.Metadata));

    /// <summary>The environments whose pod runs on the node.</summary>
    public static IEnumerable<ResourceKey> OnNode(Node node, IStore<V1alpha1Environment> environments) =>
        environments.Indexed(ByNode, node.Metadata.Name).Select(environment => ResourceKey.Of(environment.Metadata));

    /// <summary>The environments of the namespace.</summary>
    public static IEnumerable<ResourceKey> InNamespace(Namespace one, IStore<V1alpha1Environment> environments) =>
        environments.Indexed(ByNamespace, one.Metadata.Name).Select(environment => ResourceKey.Of(environment.Metadata));

    public static bool IsNews(V1PersistentVolumeClaim before, V1PersistentVolumeClaim after) =>
        before.Metadata.Uid != after.Metadata.Uid || before.Metadata.DeletionTimestamp != after.Metadata.DeletionTimestamp;

    public static bool IsNews(V1alpha1EnvironmentClass before, V1alpha1EnvironmentClass after) =>
        before.Metadata.Generation != after.Metadata.Generation || ClassChoice.IsDefault(before) != ClassChoice.IsDefault(after);

    public static bool IsNews(Namespace before, Namespace after) => before.Organization != after.Organization;

    public static bool IsNews(Node before, Node after) => before.IsSilent != after.IsSilent || before.IsOutOfService != after.IsOutOfService;
}
