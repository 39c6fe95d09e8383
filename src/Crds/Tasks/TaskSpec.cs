using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>A command that can be run in an environment, after what it depends on; the fields are those of TaskMetadata and TaskSpec in the Environments API.</summary>
[Rule(AutomationRules.EnvironmentIsImmutableCel, AutomationRules.EnvironmentIsImmutable)]
[Rule(AutomationRules.ReferenceIsImmutableCel, AutomationRules.ReferenceIsImmutable)]
[Rule(AutomationRules.CommandOrDependenciesCel, AutomationRules.CommandOrDependencies)]
[Rule(AutomationRules.NotItselfCel, AutomationRules.NotItself)]
public sealed record TaskSpec
{
    /// <summary>The environment that the task runs in; it owns the task, which is deleted with it.</summary>
    [Required]
    public EnvironmentReference EnvironmentRef { get; set; } = new();

    /// <summary>What other tasks and people call it; unique among the services and tasks of the environment.</summary>
    [Required]
    [Length(1, 128)]
    [RegularExpression(AutomationRules.ReferencePattern)]
    public string Reference { get; set; } = "";

    /// <summary>Name that people see. Default: the reference.</summary>
    [Length(1, 128)]
    public string? DisplayName { get; set; }

    /// <summary>What it is for.</summary>
    [MaxLength(1024)]
    public string? Description { get; set; }

    /// <summary>What runs it by itself: any of the triggers, of which Prebuild and BeforeSnapshot never come yet. Default: nothing.</summary>
    [MaxLength(6)]
    [ItemAllowedValues(
        AutomationTriggers.Manual, AutomationTriggers.PostMachineStart, AutomationTriggers.PostDevcontainerStart,
        AutomationTriggers.PostEnvironmentStart, AutomationTriggers.Prebuild, AutomationTriggers.BeforeSnapshot)]
    [ListSet]
    public IList<string>? TriggeredBy { get; set; }

    /// <summary>A script for the container's shell, run in the workspace folder; exit code 0 is success. Without one the task stands for what it depends on.</summary>
    [Length(1, 32768)]
    [RegularExpression(AutomationRules.ScriptPattern)]
    public string? Command { get; set; }

    /// <summary>Where its command runs. Default: in the dev container.</summary>
    [Rule(AutomationRules.OnePlaceCel, AutomationRules.OnePlace)]
    [Rule(AutomationRules.OwnAssignmentsCel, AutomationRules.OwnAssignments)]
    [Rule(AutomationRules.AssignmentsTogetherCel, AutomationRules.AssignmentsTogether)]
    public RunsOn? RunsOn { get; set; }

    /// <summary>References of the tasks that must have succeeded, and of the services that must run, before this task.</summary>
    [MaxLength(50)]
    [ItemLength(1, 128)]
    [ItemPattern(AutomationRules.ReferencePattern)]
    [ListSet]
    public IList<string>? DependsOn { get; set; }

    /// <summary>Variables of its command, beside those of the dev container.</summary>
    [MaxLength(100)]
    [ListMap("name")]
    [Rule(AutomationRules.OwnVariablesCel, AutomationRules.OwnVariables)]
    [Rule(AutomationRules.VariablesTogetherCel, AutomationRules.VariablesTogether)]
    [Rule(AutomationRules.OneSourceCel, AutomationRules.OneSource)]
    public IList<EnvironmentVariable>? Env { get; set; }
}
