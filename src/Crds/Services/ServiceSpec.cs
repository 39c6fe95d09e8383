using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>A program that runs beside the user's work; the fields are those of ServiceMetadata and ServiceSpec in the Environments API.</summary>
[Rule(AutomationRules.EnvironmentIsImmutableCel, AutomationRules.EnvironmentIsImmutable)]
[Rule(AutomationRules.ReferenceIsImmutableCel, AutomationRules.ReferenceIsImmutable)]
public sealed record ServiceSpec
{
    /// <summary>The environment that the service runs in; it owns the service, which is deleted with it.</summary>
    [Required]
    public EnvironmentReference EnvironmentRef { get; set; } = new();

    /// <summary>What tasks and people call it; unique among the services and tasks of the environment.</summary>
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

    /// <summary>Default, Editor, AiAgent or SecurityAgent.</summary>
    [AllowedValues(ServiceRoles.Default, ServiceRoles.Editor, ServiceRoles.AiAgent, ServiceRoles.SecurityAgent)]
    public string? Role { get; set; }

    /// <summary>What starts it by itself: Manual, PostMachineStart, PostDevcontainerStart, PostEnvironmentStart, Prebuild. Default: nothing.</summary>
    [MaxLength(5)]
    [ItemAllowedValues(
        AutomationTriggers.Manual, AutomationTriggers.PostMachineStart, AutomationTriggers.PostDevcontainerStart,
        AutomationTriggers.PostEnvironmentStart, AutomationTriggers.Prebuild)]
    [ListSet]
    public IList<string>? TriggeredBy { get; set; }

    /// <summary>How it is started, found ready, and stopped.</summary>
    [Required]
    public ServiceCommands Commands { get; set; } = new();

    /// <summary>Where it runs; a change of it moves the service. Default: in the dev container.</summary>
    [Rule(AutomationRules.OnePlaceCel, AutomationRules.OnePlace)]
    [Rule(AutomationRules.OwnAssignmentsCel, AutomationRules.OwnAssignments)]
    [Rule(AutomationRules.AssignmentsTogetherCel, AutomationRules.AssignmentsTogether)]
    public RunsOn? RunsOn { get; set; }

    /// <summary>Running or Stopped, whatever its triggers say. Default: it runs once a trigger or a task has started it.</summary>
    [AllowedValues(DesiredPhases.Running, DesiredPhases.Stopped)]
    public string? DesiredPhase { get; set; }

    /// <summary>Any text of one line; a change of it restarts the service with the spec as it is then.</summary>
    [MaxLength(256)]
    [RegularExpression(AutomationRules.SessionPattern)]
    public string? Session { get; set; }

    /// <summary>Variables of its commands, beside those of the dev container.</summary>
    [MaxLength(100)]
    [ListMap("name")]
    [Rule(AutomationRules.OwnVariablesCel, AutomationRules.OwnVariables)]
    [Rule(AutomationRules.VariablesTogetherCel, AutomationRules.VariablesTogether)]
    [Rule(AutomationRules.OneSourceCel, AutomationRules.OneSource)]
    public IList<EnvironmentVariable>? Env { get; set; }

    /// <summary>How long it may be Starting before it has Failed, at most 24h. Default: 0s, which is for ever.</summary>
    [Length(2, 32)]
    [RegularExpression(AutomationRules.DurationPattern)]
    [Rule(AutomationRules.TimeoutCel, AutomationRules.Timeout)]
    public string? ReadinessTimeout { get; set; }
}
