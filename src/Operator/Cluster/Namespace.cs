using k8s;
using k8s.Models;

namespace Environs.Operator.Cluster;

/// <summary>What the operator keeps of a namespace: its name and the organization that it belongs to.</summary>
public sealed record Namespace : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>The label that names the organization.</summary>
    public const string OrganizationLabel = "environs.dev/organization";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = "v1";

    /// <inheritdoc/>
    public string Kind { get; set; } = "Namespace";

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>The organization; null where the namespace is in none.</summary>
    public string? Organization => Metadata.Labels is { } labels && labels.TryGetValue(OrganizationLabel, out var name) && name is { Length: > 0 } ? name : null;
}
