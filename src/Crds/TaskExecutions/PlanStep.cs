using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>One step of a plan: a task, with its spec as it was when the execution began, or a service that must run.</summary>
public sealed record PlanStep
{
    /// <summary>Tells the steps of an execution apart; the reference of the task or service.</summary>
    [Required]
    [Length(1, 128)]
    public string Id { get; set; } = "";

    /// <summary>Name that people see.</summary>
    [MaxLength(128)]
    public string? Label { get; set; }

    /// <summary>Ids of the steps that must have succeeded before this one.</summary>
    [MaxLength(50)]
    [ItemLength(1, 128)]
    [ListSet]
    public IList<string>? DependsOn { get; set; }

    /// <summary>The task's command; absent of a service, and of a task that has none.</summary>
    [MaxLength(32768)]
    public string? Command { get; set; }

    /// <summary>The task's variables.</summary>
    [MaxLength(100)]
    [ListMap("name")]
    public IList<EnvironmentVariable>? Env { get; set; }

    /// <summary>Where the command runs. Default: in the dev container.</summary>
    public RunsOn? RunsOn { get; set; }

    /// <summary>UID of the Service, of a step that waits for one.</summary>
    [MaxLength(64)]
    public string? ServiceUid { get; set; }
}
