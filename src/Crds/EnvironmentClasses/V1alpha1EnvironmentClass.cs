using System.ComponentModel.DataAnnotations;
using k8s;
using k8s.Models;

namespace Environs.Crds;

/// <summary>A kind of machine that administrators offer: what every Environment of the class gets. A change never touches pods that run.</summary>
[KubernetesEntity(Group = V1alpha1Environment.Group, ApiVersion = V1alpha1Environment.Version, Kind = KubeKind, PluralName = Plural)]
[ClusterScoped]
[ShortNames("envclass")]
[PrinterColumn("DISPLAY NAME", ".spec.displayName")]
[PrinterColumn("DEFAULT", ".metadata.annotations.environs\\.dev/is-default-class")]
[PrinterColumn("ENABLED", ".spec.enabled", Type = "boolean")]
[PrinterColumn("STORAGE", ".spec.storage.size")]
[PrinterColumn("SECURITY", ".spec.podSecurityLevel")]
[PrinterColumn("AGE", ".metadata.creationTimestamp", Type = "date")]
[PrinterColumn("IMAGE", ".spec.image", Priority = 1)]
[PrinterColumn("DESCRIPTION", ".spec.description", Priority = 1)]
public sealed class V1alpha1EnvironmentClass : IKubernetesObject<V1ObjectMeta>, ISpec<EnvironmentClassSpec>
{
    /// <summary>Kind as manifests name it.</summary>
    public const string KubeKind = "EnvironmentClass";

    /// <summary>Plural as the API's paths name it.</summary>
    public const string Plural = "environmentclasses";

    /// <summary>Annotation whose value "true" makes a class the default, as StorageClass has it; of several the newest wins.</summary>
    public const string DefaultAnnotation = "environs.dev/is-default-class";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = $"{V1alpha1Environment.Group}/{V1alpha1Environment.Version}";

    /// <inheritdoc/>
    public string Kind { get; set; } = KubeKind;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>What environments of the class get.</summary>
    [Required]
    public EnvironmentClassSpec Spec { get; set; } = new();
}
