using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>An Environment of the same namespace.</summary>
public sealed record EnvironmentReference
{
    /// <summary>Its metadata.name.</summary>
    [Required]
    [Length(1, 63)]
    [RegularExpression(EnvironmentRules.ClassNamePattern)]
    public string Name { get; set; } = "";
}
