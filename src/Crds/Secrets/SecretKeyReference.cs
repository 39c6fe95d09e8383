using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>A key of a Secret in the same namespace. Whoever names one must be allowed to get that Secret.</summary>
public sealed record SecretKeyReference
{
    /// <summary>Name of the Secret.</summary>
    [Required]
    [Length(1, 253)]
    [RegularExpression(EnvironmentRules.ClassNamePattern)]
    public string Name { get; set; } = "";

    /// <summary>Key of the Secret that holds the value, which has at most 10240 bytes.</summary>
    [Required]
    [Length(1, 253)]
    [RegularExpression(SecretRules.KeyPattern)]
    public string Key { get; set; } = "";

    /// <summary>Whether to do without it where the Secret or the key is missing. Default: false, and what needs it waits or fails.</summary>
    public bool? Optional { get; set; }
}
