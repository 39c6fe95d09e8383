using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>The machine of an environment, here a pod.</summary>
public sealed record MachineSpec
{
    /// <summary>Name of the EnvironmentClass, which cannot be changed once it is in force. Default: the class with the annotation environs.dev/is-default-class: "true".</summary>
    [MaxLength(253)]
    [RegularExpression(EnvironmentRules.ClassNamePattern)]
    public string? Class { get; set; }

    /// <summary>Any text; a change replaces the pod and keeps the volume.</summary>
    [MaxLength(256)]
    public string? Session { get; set; }
}
