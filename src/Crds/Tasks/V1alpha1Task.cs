using System.ComponentModel.DataAnnotations;
using k8s;
using k8s.Models;

namespace Environs.Crds;

/// <summary>A command that can be run in an Environment, by a trigger or by creating a TaskExecution of it.</summary>
[KubernetesEntity(Group = V1alpha1Environment.Group, ApiVersion = V1alpha1Environment.Version, Kind = KubeKind, PluralName = Plural)]
[ShortNames("envtask")]
[PrinterColumn("ENVIRONMENT", ".spec.environmentRef.name")]
[PrinterColumn("REFERENCE", ".spec.reference")]
[PrinterColumn("READY", ".status.conditions[?(@.type==\"Ready\")].status")]
[PrinterColumn("REASON", ".status.conditions[?(@.type==\"Ready\")].reason")]
[PrinterColumn("AGE", ".metadata.creationTimestamp", Type = "date")]
[PrinterColumn("DEPENDS ON", ".spec.dependsOn", Priority = 1)]
[PrinterColumn("TRIGGERS", ".spec.triggeredBy", Priority = 1)]
[PrinterColumn("MESSAGE", ".status.conditions[?(@.type==\"Ready\")].message", Priority = 1)]
public sealed class V1alpha1Task : IKubernetesObject<V1ObjectMeta>, ISpec<TaskSpec>, IStatus<TaskStatus?>
{
    /// <summary>Kind as manifests name it.</summary>
    public const string KubeKind = "Task";

    /// <summary>Plural as the API's paths name it.</summary>
    public const string Plural = "tasks";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = $"{V1alpha1Environment.Group}/{V1alpha1Environment.Version}";

    /// <inheritdoc/>
    public string Kind { get; set; } = KubeKind;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>What the user asks for.</summary>
    [Required]
    public TaskSpec Spec { get; set; } = new();

    /// <summary>Whether it can be run.</summary>
    public TaskStatus? Status { get; set; }
}
