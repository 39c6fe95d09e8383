using System.ComponentModel.DataAnnotations;
using k8s;
using k8s.Models;

namespace Environs.Crds;

/// <summary>A development or agent environment: a pod with the user's repositories, kept running, stopped or recreated as the spec asks.</summary>
[KubernetesEntity(Group = Group, ApiVersion = Version, Kind = KubeKind, PluralName = Plural)]
[ShortNames("env")]
[Rule("self.metadata.name.size() <= 63", EnvironmentRules.NameLength)]
[Rule(EnvironmentRules.ClassIsImmutableCel, EnvironmentRules.ClassIsImmutable)]
[PrinterColumn("CLASS", ".status.machine.class")]
[PrinterColumn("PHASE", ".status.phase")]
[PrinterColumn("READY", ".status.conditions[?(@.type==\"Ready\")].status")]
[PrinterColumn("REASON", ".status.conditions[?(@.type==\"Ready\")].reason")]
[PrinterColumn("ADMISSION", ".status.admission.level")]
[PrinterColumn("BRANCH", ".status.content.git.branch")]
[PrinterColumn("AGE", ".metadata.creationTimestamp", Type = "date")]
[PrinterColumn("DISPLAY NAME", ".spec.displayName", Priority = 1)]
[PrinterColumn("OWNER", ".status.owner.name", Priority = 1)]
[PrinterColumn("POD", ".status.machine.podName", Priority = 1)]
[PrinterColumn("IMAGE", ".status.devcontainer.image", Priority = 1)]
[PrinterColumn("MESSAGE", ".status.conditions[?(@.type==\"Ready\")].message", Priority = 1)]
public sealed class V1alpha1Environment : IKubernetesObject<V1ObjectMeta>, ISpec<EnvironmentSpec>, IStatus<EnvironmentStatus?>
{
    /// <summary>API group of every kind of this project.</summary>
    public const string Group = "environs.dev";

    /// <summary>Version of the API group.</summary>
    public const string Version = "v1alpha1";

    /// <summary>Kind as manifests name it.</summary>
    public const string KubeKind = "Environment";

    /// <summary>Plural as the API's paths name it.</summary>
    public const string Plural = "environments";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = $"{Group}/{Version}";

    /// <inheritdoc/>
    public string Kind { get; set; } = KubeKind;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>What the user asks for; no controller writes it.</summary>
    [Required]
    public EnvironmentSpec Spec { get; set; } = new();

    /// <summary>What the operator has seen and done.</summary>
    public EnvironmentStatus? Status { get; set; }
}
