using k8s;
using k8s.Models;

namespace Environs.Runtime;

/// <summary>Owner references, by which the garbage collector deletes children.</summary>
public static class OwnerReferences
{
    /// <summary>
    /// A reference to the owner as the one that controls the child, and whose foreground deletion waits for the child; where
    /// OwnerReferencesPermissionEnforcement is on, that needs the right to update the owner's finalizers.
    /// </summary>
    public static V1OwnerReference ControllerOf<T>(ResourceKind<T> kind, T owner)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(owner);
        return new()
        {
            ApiVersion = kind.ApiVersion,
            Kind = kind.Kind,
            Name = owner.Metadata.Name,
            Uid = owner.Metadata.Uid,
            Controller = true,
            BlockOwnerDeletion = true,
        };
    }

    /// <summary>The reference to the controller of an object, or null.</summary>
    public static V1OwnerReference? Controller(V1ObjectMeta metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return metadata.OwnerReferences?.FirstOrDefault(owner => owner.Controller == true);
    }

    /// <summary>The name of the controller if it is of this kind (in any version), else null.</summary>
    internal static ResourceKey? ControllerKey<T>(ResourceKind<T> kind, V1ObjectMeta metadata)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (Controller(metadata) is not { } owner || owner.Kind != kind.Kind)
            return null;
        var group = owner.ApiVersion.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? owner.ApiVersion[..slash] : "";
        return group == kind.Group ? new(kind.Namespaced ? metadata.NamespaceProperty ?? "" : "", owner.Name) : null;
    }
}
