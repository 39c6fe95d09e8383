using k8s.Models;

namespace Environs.Runtime;

/// <summary>The name of an object within its kind; <paramref name="Namespace"/> is "" for a cluster-scoped one.</summary>
/// <param name="Namespace">The namespace, or "".</param>
/// <param name="Name">The object's name.</param>
public readonly record struct ResourceKey(string Namespace, string Name)
{
    /// <summary>The key of an object by its metadata.</summary>
    public static ResourceKey Of(V1ObjectMeta metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return new(metadata.NamespaceProperty ?? "", metadata.Name ?? "");
    }

    /// <summary>"namespace/name", or "name" for a cluster-scoped object, as kubectl writes it.</summary>
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
