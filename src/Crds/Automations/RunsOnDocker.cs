using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>A pod of its own beside the environment's, with the same workspace.</summary>
public sealed record RunsOnDocker
{
    /// <summary>Image of the pod; the commands need a shell in it.</summary>
    [Required]
    [Length(1, 512)]
    [RegularExpression(EnvironmentRules.ImagePattern)]
    public string Image { get; set; } = "";

    /// <summary>Variables of the commands, each as NAME=VALUE; env of the service or task goes over them.</summary>
    [MaxLength(100)]
    [ListAtomic]
    [ItemLength(2, 33024)]
    [ItemPattern(AutomationRules.AssignmentPattern)]
    public IList<string>? Environment { get; set; }
}
