using k8s.Models;

namespace Environs.Crds;

/// <summary>Whether a task can be run; what came of a run is the TaskExecution's status.</summary>
public sealed record TaskStatus
{
    /// <summary>Generation of the spec that this status speaks of.</summary>
    public long? ObservedGeneration { get; set; }

    /// <summary>Counts the writes of this status; of two, the larger one is the later.</summary>
    [MaxLength(20)]
    public string? StatusVersion { get; set; }

    /// <summary>Accepted, Ready and Stalled.</summary>
    [MaxLength(16)]
    [ListMap("type")]
    public IList<V1Condition> Conditions { get; set; } = [];
}
