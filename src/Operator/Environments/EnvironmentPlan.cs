using System.Text.Json.Nodes;
using Environs.Crds;
using k8s.Models;

namespace Environs.Operator.Environments;

/// <summary>What one pass does, as <see cref="EnvironmentPolicy"/> decided it.</summary>
internal sealed record EnvironmentPlan
{
    /// <summary>A claim to create.</summary>
    public V1PersistentVolumeClaim? CreateVolume { get; init; }

    /// <summary>A pod to create.</summary>
    public V1Pod? CreatePod { get; init; }

    /// <summary>The pod that is created starts the environment, and is not another one for one that was lost.</summary>
    public bool IsStart { get; init; }

    /// <summary>What is to change of the pod before its dev container starts.</summary>
    public JsonObject? PatchPod { get; init; }

    /// <summary>A pod to delete.</summary>
    public V1Pod? DeletePod { get; init; }

    /// <summary>Seconds that the deleted pod gets; null leaves it what its spec says, zero does not wait for kubelet.</summary>
    public TimeSpan? GracePeriod { get; init; }

    /// <summary>The pod is replaced because the user asked for it.</summary>
    public bool IsReplacing { get; init; }

    /// <summary>What keeps the environment from getting on, beside what its pod says.</summary>
    public Problem? Problem { get; init; }

    /// <summary>The pods that were lost so far; null when none was since the start.</summary>
    public MachineRecreations? Recreations { get; init; }

    /// <summary>The pod of the status is lost and counted.</summary>
    public bool IsLossCounted { get; init; }

    /// <summary>Hash of the content request that the remote has finally refused.</summary>
    public string? RefusedRequest { get; init; }

    /// <summary>When to look again.</summary>
    public TimeSpan? RequeueAfter { get; init; }
}
