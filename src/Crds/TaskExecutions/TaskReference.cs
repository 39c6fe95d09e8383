using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>A Task of the same namespace.</summary>
public sealed record TaskReference
{
    /// <summary>Its metadata.name, which is not its reference.</summary>
    [Required]
    [Length(1, 253)]
    [RegularExpression(EnvironmentRules.ClassNamePattern)]
    public string Name { get; set; } = "";
}
