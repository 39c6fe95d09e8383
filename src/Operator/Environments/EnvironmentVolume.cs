using Environs.Crds;
using Environs.Operator.Cluster;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Environments;

/// <summary>Builds the claim on an environment's volume, and knows whose a claim is. Pure.</summary>
internal static class EnvironmentVolume
{
    public static V1PersistentVolumeClaim Build(V1alpha1Environment environment, EnvironmentClassSpec spec, ClassStorage storage) => new()
    {
        ApiVersion = "v1",
        Kind = "PersistentVolumeClaim",
        Metadata = new V1ObjectMeta
        {
            Name = environment.Metadata.Name,
            NamespaceProperty = environment.Metadata.NamespaceProperty,
            Labels = EnvironmentPod.Labels(environment),
            OwnerReferences = storage.DeletionPolicy == DeletionPolicies.Retain ? null : [OwnerReferences.ControllerOf(Kinds.Environment, environment)],
        },
        Spec = new V1PersistentVolumeClaimSpec
        {
            AccessModes = ["ReadWriteOnce"],
            StorageClassName = storage.StorageClassName,
            Resources = new V1VolumeResourceRequirements
            {
                Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = storage.Size },
            },
        },
    };

    /// <summary>
    /// Whether an environment may use a claim of its name: one that it owns, or one that a class with the policy Retain
    /// left behind for the next environment of the name.
    /// </summary>
    public static bool MayBeUsed(V1alpha1Environment environment, V1PersistentVolumeClaim claim) =>
        claim.Metadata.OwnerReferences is not { Count: > 0 } owners
            ? claim.Metadata.Labels is { } labels && labels.TryGetValue(EnvironmentNames.EnvironmentLabel, out var name) && name == environment.Metadata.Name
            : owners.Any(owner => owner.Uid == environment.Metadata.Uid);
}
