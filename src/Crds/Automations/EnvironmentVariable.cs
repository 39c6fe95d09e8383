using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>A variable that a command finds in its environment, as EnvironmentVariableItem in the Environments API.</summary>
public sealed record EnvironmentVariable
{
    /// <summary>Its name: letters, digits and underscores, no digit in front; not one of the supervisor's own (ENVIRONS_…).</summary>
    [Required]
    [Length(1, 256)]
    [RegularExpression(AutomationRules.VariablePattern)]
    public string Name { get; set; } = "";

    /// <summary>Its value; readable by everyone who may read the resource, so no place for a secret: valueFrom is. Default: empty.</summary>
    [MaxLength(32768)]
    [RegularExpression(AutomationRules.ScriptPattern)]
    public string? Value { get; set; }

    /// <summary>Where its value comes from instead.</summary>
    public EnvironmentVariableSource? ValueFrom { get; set; }
}
