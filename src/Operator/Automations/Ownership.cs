using Environs.Crds;
using Environs.Operator.Cluster;
using Environs.Runtime;
using k8s;
using k8s.Models;

namespace Environs.Operator.Automations;

/// <summary>Lets what a person applied by hand belong to its environment, so that it is deleted with it.</summary>
internal static class Ownership
{
    public static async Task EnsureAsync<T>(IResourceWriter writer, ResourceKind<T> kind, T thing, V1alpha1Environment? environment, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (environment is null or { Metadata.DeletionTimestamp: not null } || thing.Metadata.DeletionTimestamp is not null
            || thing.Metadata.OwnerReferences?.Any(owner => owner.Uid == environment.Metadata.Uid || IsEarlier(owner, environment)) == true)
            return;
        await writer.AddOwnerAsync(kind, thing, Reference(environment), cancellation);
    }

    // What belonged to an environment of the same name goes with it, however late that is.
    private static bool IsEarlier(V1OwnerReference owner, V1alpha1Environment environment) =>
        owner.Kind == V1alpha1Environment.KubeKind && owner.ApiVersion == Kinds.Environment.ApiVersion && owner.Name == environment.Metadata.Name;

    /// <summary>Not as a controller: of those an object has one, which may be another's.</summary>
    public static V1OwnerReference Reference(V1alpha1Environment environment) => new()
    {
        ApiVersion = Kinds.Environment.ApiVersion,
        Kind = V1alpha1Environment.KubeKind,
        Name = environment.Metadata.Name,
        Uid = environment.Metadata.Uid,
    };
}
