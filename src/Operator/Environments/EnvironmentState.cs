using Environs.Crds;
using Environs.Operator.Devcontainers;
using k8s.Models;

namespace Environs.Operator.Environments;

/// <summary>Everything that is read about one environment at one moment.</summary>
internal sealed record EnvironmentState
{
    public required V1alpha1Environment Environment { get; init; }
    public required ClassChoice Class { get; init; }
    public required OperatorOptions Options { get; init; }
    public required DateTimeOffset Now { get; init; }

    /// <summary>What is wrong with the spec; empty when nothing is.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>The environment's own pod, of any session.</summary>
    public V1Pod? Pod { get; init; }

    /// <summary>A pod of ours that has the environment's name and is not its own, such as that of an earlier environment of the name.</summary>
    public V1Pod? OtherPod { get; init; }

    /// <summary>The claim of the environment's name, whoever's it is.</summary>
    public V1PersistentVolumeClaim? Volume { get; init; }

    /// <summary>Whether the pod's node is gone from the cluster, or said to be off for good.</summary>
    public bool IsNodeGone { get; init; }

    /// <summary>The pod's node, when its kubelet has stopped reporting.</summary>
    public string? SilentNode { get; init; }

    /// <summary>What is known of the devcontainer.json.</summary>
    public DevcontainerState Devcontainer { get; init; } = DevcontainerState.Unknown;

    public EnvironmentStatus? Previous => Environment.Status;

    public bool WantsToRun => Environment.Spec.DesiredPhase != DesiredPhases.Stopped;

    public bool IsAccepted => Rejection is null;

    /// <summary>Why the spec is not acted upon; a class that has gone or was disabled does not end a pod that runs.</summary>
    public Problem? Rejection =>
        Errors.Count > 0 ? new Problem(EnvironmentReasons.InvalidResource, ContentReports.Clean(string.Join(" ", Errors.Select(error => $"{error}."))))
        : Class.Problem is { } problem && (Class.Class is null || Pod is null) ? problem
        : null;

    public PodView? View => Pod is null ? null : PodView.Of(Pod, Options, Now);

    /// <summary>Whether the pod was made for the sessions that the spec names now.</summary>
    public bool IsPodOfThisSession =>
        Pod?.Metadata.Annotations is { } annotations
        && annotations.TryGetValue(EnvironmentNames.MachineSessionAnnotation, out var machine) && machine == MachineSession
        && annotations.TryGetValue(EnvironmentNames.ContentSessionAnnotation, out var content) && content == ContentSession;

    public string MachineSession => Environment.Spec.Machine?.Session ?? "";

    public string ContentSession => Environment.Spec.Content?.Session ?? "";

    /// <summary>Whether the status speaks of a pod of this session that we have not let go.</summary>
    public bool HadPodOfThisSession =>
        Previous is { Machine: { PodUid: not null } machine }
        && (machine.Session ?? "") == MachineSession && (Previous.Content?.Session ?? "") == ContentSession;
}
