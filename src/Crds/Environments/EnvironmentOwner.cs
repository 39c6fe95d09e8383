using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>Whose an environment is.</summary>
public sealed record EnvironmentOwner
{
    /// <summary>The user's name as the API server knows it, such as alice@example.com.</summary>
    [Required]
    [Length(1, 512)]
    [RegularExpression(EnvironmentRules.TextPattern)]
    public string Name { get; set; } = "";
}
