using System.ComponentModel.DataAnnotations;
using k8s;
using k8s.Models;

namespace Environs.Crds;

/// <summary>A program that runs beside the user's work in an Environment, such as a database or a development server.</summary>
[KubernetesEntity(Group = V1alpha1Environment.Group, ApiVersion = V1alpha1Environment.Version, Kind = KubeKind, PluralName = Plural)]
[ShortNames("envsvc")]
[PrinterColumn("ENVIRONMENT", ".spec.environmentRef.name")]
[PrinterColumn("REFERENCE", ".spec.reference")]
[PrinterColumn("PHASE", ".status.phase")]
[PrinterColumn("AGE", ".metadata.creationTimestamp", Type = "date")]
[PrinterColumn("TRIGGERS", ".spec.triggeredBy", Priority = 1)]
[PrinterColumn("MESSAGE", ".status.conditions[?(@.type==\"Ready\")].message", Priority = 1)]
public sealed class V1alpha1Service : IKubernetesObject<V1ObjectMeta>, ISpec<ServiceSpec>, IStatus<ServiceStatus?>
{
    /// <summary>Kind as manifests name it.</summary>
    public const string KubeKind = "Service";

    /// <summary>Plural as the API's paths name it; beside Kubernetes' own kubectl wants <c>envsvc</c> or <c>services.environs.dev</c>.</summary>
    public const string Plural = "services";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = $"{V1alpha1Environment.Group}/{V1alpha1Environment.Version}";

    /// <inheritdoc/>
    public string Kind { get; set; } = KubeKind;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>What the user asks for.</summary>
    [Required]
    public ServiceSpec Spec { get; set; } = new();

    /// <summary>What the environment said of it.</summary>
    public ServiceStatus? Status { get; set; }
}
