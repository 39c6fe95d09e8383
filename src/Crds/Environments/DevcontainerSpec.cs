using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>The dev container of an environment.</summary>
public sealed record DevcontainerSpec
{
    /// <summary>Image of the dev container when the repository does not name one. Default: the class's image, then the operator's.</summary>
    [Length(1, 512)]
    [RegularExpression(EnvironmentRules.ImagePattern)]
    public string? DefaultDevcontainerImage { get; set; }
}
