using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>What came of a step that has started.</summary>
public sealed record StepStatus
{
    /// <summary>The step's id in the plan.</summary>
    [Required]
    [Length(1, 128)]
    public string Id { get; set; } = "";

    /// <summary>Running, Succeeded, Failed or Stopped.</summary>
    [MaxLength(32)]
    public string? Phase { get; set; }

    /// <summary>Why it failed.</summary>
    [MaxLength(4096)]
    public string? FailureMessage { get; set; }

    /// <summary>Exit code of its command; 128 and the signal's number when a signal ended it.</summary>
    public int? ExitCode { get; set; }

    /// <summary>What it wrote as NAME=VALUE into the file that $ENVIRONS_OUTPUT names.</summary>
    [MaxLength(50)]
    [ItemLength(0, 4096)]
    public IDictionary<string, string>? Output { get; set; }

    /// <summary>Name of the pod that it runs in, of one that has its own.</summary>
    [MaxLength(253)]
    public string? PodName { get; set; }

    /// <summary>UID of that pod.</summary>
    [MaxLength(64)]
    public string? PodUid { get; set; }

    /// <summary>When its command began.</summary>
    public DateTime? StartedAt { get; set; }

    /// <summary>When its command ended.</summary>
    public DateTime? CompletedAt { get; set; }
}
