using Environs.Crds;
using Environs.Operator.Activity;
using Environs.Operator.Devcontainers;
using Environs.Operator.Supervision;
using k8s.Models;

namespace Environs.Operator.Environments;

/// <summary>Everything that is read about one environment at one moment.</summary>
internal sealed record EnvironmentState
{
    public required V1alpha1Environment Environment { get; init; }
    public required ClassChoice Class { get; init; }
    public required OperatorOptions Options { get; init; }
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whose it is, and who may reach it.</summary>
    public EnvironmentIdentity Identity { get; init; } = new();

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

    /// <summary>What the supervisor of the dev container said last; null when this process has not heard it.</summary>
    public SupervisorReport? Dev { get; init; }

    /// <summary>What that of the init container said last.</summary>
    public SupervisorReport? Init { get; init; }

    /// <summary>What variables of services and tasks name of Secrets, where those run in the environment's own pod.</summary>
    public IReadOnlyList<SecretKeyReference> References { get; init; } = [];

    /// <summary>Secrets that the namespace's pods pull images with; read where the environment has some of its own, since those would be in their place.</summary>
    public IReadOnlyList<V1LocalObjectReference> PullSecrets { get; init; } = [];

    /// <summary>What that of the machine container said last.</summary>
    public SupervisorReport? Machine { get; init; }

    /// <summary>What the status may tell of their words.</summary>
    public Observation Observation { get; init; } = Observation.None;

    /// <summary>How long something newer has to wait for the next status; null when there is nothing newer.</summary>
    public TimeSpan? ObservationWait { get; init; }

    /// <summary>How long the supervisor of the dev container has not been heard by this process.</summary>
    public TimeSpan Unheard { get; init; }

    /// <summary>How long nobody may work in it; zero is for ever.</summary>
    public TimeSpan InactivityLimit => Activity.InactivityLimit.Of(Environment, Class.Class);

    /// <summary>Whether it shall run, and on whose word.</summary>
    public EnvironmentWish Wish => EnvironmentWish.Of(Environment, Inactivity.Reason(this));

    /// <summary>What is asked for of the dev container.</summary>
    public DevcontainerRebuild Rebuild { get; init; } = DevcontainerRebuild.None;

    public EnvironmentStatus? Previous => Environment.Status;

    public bool WantsToRun => Wish.WantsToRun;

    /// <summary>Whether it is to be stopped: on the word of a spec only when that can be understood.</summary>
    public bool ShallStop => Wish is { WantsToRun: false } wish && (Errors.Count == 0 || wish.Idle is not null);

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
