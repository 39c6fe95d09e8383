using Environs.Crds;
using Environs.Operator.Devcontainers;
using Environs.Operator.Secrets;
using Environs.Protocol.Content;
using k8s.Models;

namespace Environs.Operator.Environments;

/// <summary>What a status says, worked out once from a state and a plan. Pure.</summary>
internal sealed record EnvironmentFacts(EnvironmentState State, EnvironmentPlan Plan)
{
    private static readonly string[] DevReasons = [EnvironmentReasons.CrashLoop, EnvironmentReasons.ContainerCannotStart, EnvironmentReasons.ImagePullFailed];

    public PodView? View { get; private init; }

    /// <summary>What the pod's init container said; null when it has said nothing.</summary>
    public ContentReport? Report { get; private init; }

    /// <summary>What keeps the pod from running.</summary>
    public Problem? MachineTrouble { get; private init; }

    /// <summary>What keeps the container machine from running, and nothing else.</summary>
    public string? MachineWarning =>
        !HasLivePod || !State.WantsToRun || View?.MachineProblem is not { } problem ? null
        : problem.HasCause ? problem.Message : State.Previous?.Machine?.WarningMessage ?? problem.Message;

    /// <summary>What keeps the content from being there.</summary>
    public Problem? ContentTrouble { get; private init; }

    /// <summary>What is missing of the secrets.</summary>
    public Problem? SecretTrouble { get; private init; }

    /// <summary>What has become of the secrets; null where there are none.</summary>
    public IList<SecretStatus>? Secrets { get; private init; }

    /// <summary>How far the dev container has come.</summary>
    public DevcontainerOutcome Outcome { get; private init; } = new(true, null, null);

    public static EnvironmentFacts Of(EnvironmentState state, EnvironmentPlan plan)
    {
        var view = state.View;
        var trouble = plan.Problem ?? (view is { IsTerminating: false } && state.WantsToRun ? WithCause(state, view.Problem) : null);
        var isContent = trouble is { Reason: EnvironmentReasons.ContentFailed or EnvironmentReasons.ContentRefused };
        var facts = new EnvironmentFacts(state, plan)
        {
            View = view,
            Report = view?.Report,
            MachineTrouble = isContent ? null : trouble,
            ContentTrouble = isContent ? trouble : null,
            SecretTrouble = plan.DeletePod is null ? SecretHealth.Trouble(state) : null,
            Outcome = DevcontainerOutcome.Of(state),
        };
        return facts with { Secrets = SecretHealth.Of(facts) };
    }

    public bool IsDeleting => State.Environment.Metadata.DeletionTimestamp is not null;

    /// <summary>The pod counts as one that comes or stays, not as one that goes.</summary>
    public bool HasLivePod => View is { IsTerminating: false, Loss: null } && Plan.DeletePod is null;

    public bool IsMachineReady => HasLivePod && View is { IsInitialized: true } and ({ IsRunning: true } or { IsRebuilding: true }) && MachineTrouble is null;

    public bool IsContentReady => HasLivePod && View is { IsInitialized: true };

    public bool IsStarted => IsMachineReady && IsContentReady && Outcome.IsStarted;

    /// <summary>Only then does whoever opens a shell find them.</summary>
    public bool AwaitsSecrets => Secrets?.Any(secret => secret.Phase == ContentPhases.Initializing) == true;

    public bool IsReady => IsStarted && DevcontainerTrouble is null && !AwaitsSecrets;

    public bool IsStopped => !State.WantsToRun && State.Pod is null;

    public bool WantsContent => State.Environment.Spec.Content?.Initializer?.Specs is { Count: > 0 };

    /// <summary>What a person must know first.</summary>
    public Problem? Trouble => IsDeleting ? null : State.Rejection ?? MachineTrouble ?? ContentTrouble ?? SecretTrouble ?? DevcontainerTrouble;

    /// <summary>Whether the trouble stays until somebody changes something.</summary>
    public bool IsStalled => !IsDeleting && (State.Rejection is not null
        || DevcontainerTrouble is not null
        || ContentTrouble is { Reason: EnvironmentReasons.ContentRefused }
        || MachineTrouble is { Reason: EnvironmentReasons.VolumeNameTaken or EnvironmentReasons.NameTaken });

    public Problem? DevTrouble => MachineTrouble is { } trouble && DevReasons.Contains(trouble.Reason) ? trouble : DevcontainerTrouble;

    /// <summary>What is wrong with the devcontainer.json, or which of its commands failed.</summary>
    public Problem? DevcontainerTrouble => HasLivePod && State.WantsToRun && MachineTrouble is null && ContentTrouble is null ? Outcome.Problem : null;

    public string Phase =>
        IsDeleting ? EnvironmentPhases.Deleting
        : State.ShallStop ? State.Pod is null ? EnvironmentPhases.Stopped : EnvironmentPhases.Stopping
        : IsStarted ? EnvironmentPhases.Running
        : IsUpdating ? EnvironmentPhases.Updating
        : View is { IsScheduled: true } || Plan.Recreations is not null ? EnvironmentPhases.Starting
        : EnvironmentPhases.Creating;

    public string MachinePhase =>
        IsDeleting ? MachinePhases.Deleting
        : IsStopped ? MachinePhases.Stopped
        : State.Pod is null ? MachinePhases.Creating
        : !HasLivePod ? MachinePhases.Stopping
        : IsMachineReady ? MachinePhases.Running
        : View is { IsScheduled: true } ? MachinePhases.Starting
        : MachinePhases.Creating;

    public string ContentPhase =>
        ContentTrouble is not null ? ContentPhases.Failed
        : IsContentReady ? ContentPhases.Ready
        : !HasLivePod ? State.Previous?.Content?.Git is null && State.WantsToRun ? ContentPhases.Creating : ContentPhases.Unavailable
        : IsUpdating ? ContentPhases.Updating
        : View is { IsScheduled: true } ? ContentPhases.Initializing
        : ContentPhases.Creating;

    public string DevcontainerPhase =>
        DevTrouble is not null ? DevcontainerPhases.Failed
        : IsStopped || IsDeleting ? DevcontainerPhases.Stopped
        : IsMachineReady && Outcome.IsStarted ? DevcontainerPhases.Running
        : DevcontainerPhases.Creating;

    // Updating implies running: what never ran is still starting.
    private bool IsUpdating => State.Previous?.Phase is EnvironmentPhases.Updating
        || ((Plan.IsReplacing || View is { IsRebuilding: true }) && State.Previous?.Phase is EnvironmentPhases.Running);

    /// <summary>Folder of the first repository in the dev container, by the word of the init container.</summary>
    public static string ContentFolder(V1Pod pod) =>
        Cloned(pod)?.Repositories.FirstOrDefault()?.Location is { Length: > 0 } location ? location : EnvironmentNames.WorkspacesPath;

    /// <summary>What the init container said when it had ended; null before.</summary>
    public static ContentReport? Cloned(V1Pod pod) =>
        ContentReports.Read(pod.Status?.InitContainerStatuses?.FirstOrDefault(status => status.Name == EnvironmentNames.ContentContainer)?.State?.Terminated?.Message);

    public static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    public static string? Annotation(V1Pod pod, string name) =>
        pod.Metadata.Annotations is { } annotations && annotations.TryGetValue(name, out var value) ? NullIfEmpty(value) : null;

    // A message that says why is worth more than a later one that only says that kubelet waits.
    private static Problem? WithCause(EnvironmentState state, Problem? problem) =>
        problem is { HasCause: false }
        && state.Previous?.Conditions.FirstOrDefault(condition => condition.Type == EnvironmentConditions.MachineReady) is { } before
        && before.Reason == problem.Reason
            ? problem with { Message = before.Message }
            : problem;
}
