using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>Which task is run. Nothing of it changes once it runs but that it shall stop.</summary>
[Rule(AutomationRules.TaskIsImmutableCel, AutomationRules.TaskIsImmutable)]
[Rule(AutomationRules.StopIsFinalCel, AutomationRules.StopIsFinal)]
public sealed record TaskExecutionSpec
{
    /// <summary>The task.</summary>
    [Required]
    public TaskReference TaskRef { get; set; } = new();

    /// <summary>Stopped ends the run before its time; it cannot be taken back.</summary>
    [AllowedValues(DesiredPhases.Stopped)]
    public string? DesiredPhase { get; set; }
}
