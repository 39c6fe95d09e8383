using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>What environments of a class get.</summary>
public sealed record EnvironmentClassSpec
{
    /// <summary>Name that people see, 3 to 127 characters.</summary>
    [Length(3, 127)]
    public string? DisplayName { get; set; }

    /// <summary>What the class is for, 3 to 200 characters.</summary>
    [Length(3, 200)]
    public string? Description { get; set; }

    /// <summary>Whether environments of the class may be created and started; those that run stay as they are.</summary>
    [DefaultValue(true)]
    public bool? Enabled { get; set; }

    /// <summary>CPU and memory of the dev container. Default: what the namespace's LimitRange says.</summary>
    public ClassResources? Resources { get; set; }

    /// <summary>The volume for the content and the user's home. Default: none, both are lost when the environment stops.</summary>
    public ClassStorage? Storage { get; set; }

    /// <summary>Image of the dev container when neither the repository nor the environment names one. Default: the operator's.</summary>
    [Length(1, 512)]
    [RegularExpression(EnvironmentRules.ImagePattern)]
    public string? Image { get; set; }

    /// <summary>The Pod Security Standard that pods keep to: Baseline (sudo works) or Restricted (user 1000, no privileges to be had).</summary>
    [AllowedValues(PodSecurityLevels.Baseline, PodSecurityLevels.Restricted)]
    [DefaultValue(PodSecurityLevels.Baseline)]
    public string? PodSecurityLevel { get; set; }

    /// <summary>RuntimeClass of the pods, such as gvisor. Default: the cluster's.</summary>
    [Length(1, 253)]
    public string? RuntimeClassName { get; set; }

    /// <summary>Labels that a node must have.</summary>
    [MaxLength(32)]
    [ItemLength(0, 63)]
    public IDictionary<string, string>? NodeSelector { get; set; }

    /// <summary>Taints of nodes that pods may run on all the same.</summary>
    [MaxLength(32)]
    [ListAtomic]
    public IList<ClassToleration>? Tolerations { get; set; }

    /// <summary>What environments may connect to. Default: the internet, and nothing of the cluster's and the company's own networks.</summary>
    [DefaultValue("{}")]
    public ClassEgress? Egress { get; set; }

    /// <summary>When environments are stopped by themselves. Default: never.</summary>
    public ClassTimeouts? Timeouts { get; set; }

    /// <summary>Seconds that processes have to end when the environment stops, 1 to 3600. (With 0 Kubernetes would not wait for the node at all.)</summary>
    [Range(1, 3600)]
    [DefaultValue(30)]
    public int? TerminationGracePeriodSeconds { get; set; }
}
