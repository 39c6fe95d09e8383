using System.ComponentModel.DataAnnotations;
using k8s;
using k8s.Models;

namespace Environs.Crds;

/// <summary>One run of a Task, with everything that it depends on; its name is never run a second time.</summary>
[KubernetesEntity(Group = V1alpha1Environment.Group, ApiVersion = V1alpha1Environment.Version, Kind = KubeKind, PluralName = Plural)]
[ShortNames("envrun")]
[PrinterColumn("TASK", ".spec.taskRef.name")]
[PrinterColumn("PHASE", ".status.phase")]
[PrinterColumn("STARTED BY", ".status.startedBy")]
[PrinterColumn("COMPLETED", ".status.completedAt", Type = "date")]
[PrinterColumn("AGE", ".metadata.creationTimestamp", Type = "date")]
[PrinterColumn("ENVIRONMENT", ".status.environment", Priority = 1)]
[PrinterColumn("STARTED", ".status.startedAt", Type = "date", Priority = 1)]
[PrinterColumn("MESSAGE", ".status.conditions[?(@.type==\"Ready\")].message", Priority = 1)]
public sealed class V1alpha1TaskExecution : IKubernetesObject<V1ObjectMeta>, ISpec<TaskExecutionSpec>, IStatus<TaskExecutionStatus?>
{
    /// <summary>Kind as manifests name it.</summary>
    public const string KubeKind = "TaskExecution";

    /// <summary>Plural as the API's paths name it.</summary>
    public const string Plural = "taskexecutions";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = $"{V1alpha1Environment.Group}/{V1alpha1Environment.Version}";

    /// <inheritdoc/>
    public string Kind { get; set; } = KubeKind;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>Which task is run.</summary>
    [Required]
    public TaskExecutionSpec Spec { get; set; } = new();

    /// <summary>What came of it.</summary>
    public TaskExecutionStatus? Status { get; set; }
}
