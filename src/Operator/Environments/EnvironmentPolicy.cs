using Environs.Crds;
using Environs.Operator.Activity;
using Environs.Operator.Devcontainers;
using Environs.Operator.Secrets;
using Environs.Protocol.Content;
using k8s.Models;

namespace Environs.Operator.Environments;

/// <summary>Decides what a pass does. Pure; the rules are tried from top to bottom and the first that answers is taken.</summary>
internal static class EnvironmentPolicy
{
    private static readonly TimeSpan UntilRecorded = TimeSpan.FromMilliseconds(100);

    private static readonly Func<EnvironmentState, EnvironmentPlan?>[] Rules =
    [
        LeaveWhatIsBeingDeleted,
        RemovePodOfGoneNode,
        StopWhatShallNotRun,
        LeaveWhatIsNotAccepted,
        WaitForPodToGo,
        RemoveLostPod,
        ReplacePodOfOtherSession,
        GiveUpOnRefusedContent,
        ReplaceStuckPod,
        WaitForOtherCredential,
        KeepPod,
        DoNotRepeatRefusedContent,
        WaitBeforeRecreating,
        WaitForOtherPod,
        WaitForVolume,
        CreatePod,
    ];

    public static EnvironmentPlan Decide(EnvironmentState state) => Rules.Select(rule => rule(state)).First(plan => plan is not null)!;

    private static EnvironmentPlan? LeaveWhatIsBeingDeleted(EnvironmentState state) =>
        state.Environment.Metadata.DeletionTimestamp is null ? null : new EnvironmentPlan();

    private static EnvironmentPlan? RemovePodOfGoneNode(EnvironmentState state) =>
        state is not { Pod: { } pod, IsNodeGone: true } ? null
        : Counted(state, new Problem(EnvironmentReasons.NodeLost, $"Node {pod.Spec.NodeName} is gone.")) with
        {
            DeletePod = pod,
            GracePeriod = TimeSpan.Zero,
        };

    private static EnvironmentPlan? StopWhatShallNotRun(EnvironmentState state) =>
        !state.ShallStop ? null
        // Of a stop that nobody has asked for a later pass would not know otherwise, and take the pod for lost.
        : !state.Wish.IsRecorded(state.Previous) ? Kept(state) with { RequeueAfter = UntilRecorded, Problem = Silence(state) }
        : new EnvironmentPlan { DeletePod = state.View is { IsTerminating: false } ? state.Pod : null, Problem = Silence(state) };

    private static EnvironmentPlan? LeaveWhatIsNotAccepted(EnvironmentState state) =>
        state.IsAccepted ? null : DoNotRepeatRefusedContent(state) ?? Kept(state);

    private static EnvironmentPlan? WaitForPodToGo(EnvironmentState state) =>
        state.View is not { IsTerminating: true } ? null
        : DoNotRepeatRefusedContent(state) ?? Kept(state) with { IsReplacing = !state.IsPodOfThisSession, Problem = Silence(state) };

    private static EnvironmentPlan? RemoveLostPod(EnvironmentState state) =>
        state.View?.Loss is not { } loss ? null : Counted(state, loss) with { DeletePod = state.Pod };

    private static EnvironmentPlan? ReplacePodOfOtherSession(EnvironmentState state) =>
        state.Pod is null || state.IsPodOfThisSession ? null : new EnvironmentPlan { DeletePod = state.Pod, IsReplacing = true };

    private static EnvironmentPlan? GiveUpOnRefusedContent(EnvironmentState state) =>
        Refusal(state) is not { } failure || HasCredential(state) ? null : new EnvironmentPlan
        {
            DeletePod = state.Pod,
            Problem = Refused($"{failure.Message} The remote refused {ContentFailure.FinalRefusals} times; correct spec.content.initializer, name a credential in spec.secrets, or change spec.content.session to try again."),
            // Of the pod's request, not of the spec's: an edit that this pod has not seen deserves its own try.
            RefusedRequest = state.Pod!.Metadata.Annotations[EnvironmentNames.ContentRequestAnnotation],
        };

    // What has got stuck takes up a correction, of the spec or the class, at once; what runs or gets on does not.
    private static EnvironmentPlan? ReplaceStuckPod(EnvironmentState state) =>
        state is { View: { IsRunning: false } view, Class.Class: not null } && (view.Problem ?? SecretHealth.Trouble(state) ?? DevcontainerOutcome.Of(state).Problem) is not null && !EnvironmentPod.IsUpToDate(state.Pod!, Built(state))
            ? new EnvironmentPlan { DeletePod = state.Pod, IsReplacing = true }
            : null;

    // Another value of it only kubelet sees, and what runs in a pod: its init container waits for that.
    private static EnvironmentPlan? WaitForOtherCredential(EnvironmentState state) =>
        Refusal(state) is not { } failure || !HasCredential(state) ? null : KeepPod(state)! with
        {
            Problem = Refused($"{failure.Message} The remote refused {ContentFailure.FinalRefusals} times; correct the Secret of its credential in spec.secrets, which is tried once kubelet has brought its new value, or correct spec.content.initializer."),
        };

    private static ContentFailure? Refusal(EnvironmentState state) =>
        state.View is { IsInitialized: false, Report.Failure: { Refusals: >= ContentFailure.FinalRefusals } failure } ? failure : null;

    private static bool HasCredential(EnvironmentState state) => EnvironmentSecrets.HasCredentialFor(state.Environment.Spec, EnvironmentSecrets.InPod(state.Pod!));

    private static EnvironmentPlan? KeepPod(EnvironmentState state)
    {
        if (state.View is not { } view)
            return null;
        var forgiven = RecreationBackoff.ForgivenIn(state);
        var isForgiven = forgiven <= TimeSpan.Zero;
        // Whichever comes first, of those that there are: what is null does not count.
        TimeSpan?[] waits = [view.LookAgain - state.Now, isForgiven ? null : forgiven, state.ObservationWait, Inactivity.Wait(state)];
        return Kept(state) with
        {
            Recreations = isForgiven ? null : state.Previous?.Machine?.Recreations,
            Problem = Silence(state),
            RequeueAfter = waits.Min(),
            PatchPod = DevcontainerPatch.Of(state.Pod!, state.Devcontainer) ?? RebuildPatch.Of(state),
        };
    }

    private static EnvironmentPlan? DoNotRepeatRefusedContent(EnvironmentState state) =>
        state.Previous?.Content is not { RefusedRequest: { } refused } content || refused != ContentRequests.Hash(state.Environment.Spec) ? null
        : new EnvironmentPlan { Problem = new Problem(EnvironmentReasons.ContentRefused, content.FailureMessage ?? ""), RefusedRequest = refused };

    private static EnvironmentPlan? WaitBeforeRecreating(EnvironmentState state)
    {
        var plan = state.HadPodOfThisSession
            ? Counted(state, new Problem(EnvironmentReasons.PodDeleted, "The pod was deleted by someone else."))
            : Kept(state);
        var wait = IsFreshStart(state) ? TimeSpan.Zero : RecreationBackoff.Remaining(plan.Recreations, state.Options, state.Now);
        return wait <= TimeSpan.Zero ? null : plan with
        {
            RequeueAfter = wait,
            Problem = new Problem(plan.Recreations!.Reason!,
                $"The pod was lost {plan.Recreations.Count} times, last because of {plan.Recreations.Reason}: {plan.Recreations.Message} The next one is made at {state.Now + wait:HH:mm:ss} UTC."),
        };
    }

    private static EnvironmentPlan? WaitForOtherPod(EnvironmentState state) => state.OtherPod switch
    {
        null => null,
        // Without an owner that we know, nobody tells us when it has gone.
        { Metadata: var metadata } => Kept(state) with
        {
            Problem = IsGoing(metadata) ? null : NotOurs(EnvironmentReasons.NameTaken, "Pod", metadata.Name),
            RequeueAfter = NextLook(state),
        },
    };

    /// <summary>When to look again for somebody else's object, whose end nobody tells us: soon at first, then as seldom as for what is refused.</summary>
    public static TimeSpan NextLook(EnvironmentState state)
    {
        var (soonest, latest) = (state.Options.RefusalDelay / 12, state.Options.RefusalDelay);
        var since = state.Previous?.Conditions.FirstOrDefault(condition => condition is
        {
            Type: EnvironmentConditions.Stalled, Status: "True", Reason: EnvironmentReasons.NameTaken or EnvironmentReasons.VolumeNameTaken,
        })?.LastTransitionTime.ToUniversalTime();
        return since is { } begun && state.Now.UtcDateTime - begun is var waited && waited > soonest ? (waited < latest ? waited : latest) : soonest;
    }

    private static EnvironmentPlan? WaitForVolume(EnvironmentState state)
    {
        var name = state.Environment.Metadata.Name;
        return state.Volume switch
        {
            { } claim when !EnvironmentVolume.MayBeUsed(state.Environment, claim) && !IsGoing(claim.Metadata) => Kept(state) with
            {
                Problem = NotOurs(EnvironmentReasons.VolumeNameTaken, "PersistentVolumeClaim", name),
            },
            { } claim when claim.Metadata.DeletionTimestamp is not null || !EnvironmentVolume.MayBeUsed(state.Environment, claim) => Kept(state) with
            {
                Problem = new Problem(EnvironmentReasons.VolumeDeleting,
                    $"PersistentVolumeClaim \"{name}\" is being deleted; the environment gets a new one when it is gone."),
            },
            _ => null,
        };
    }

    private static EnvironmentPlan CreatePod(EnvironmentState state)
    {
        var spec = state.Class.Class!.Spec;
        var volume = state.Volume is null && spec.Storage is { } storage ? EnvironmentVolume.Build(state.Environment, spec, storage) : null;
        var lost = state.HadPodOfThisSession
            ? Counted(state, new Problem(EnvironmentReasons.PodDeleted, "The pod was deleted by someone else."))
            : Kept(state);
        return lost with
        {
            CreateVolume = volume,
            CreatePod = Built(state),
            // A new session is a new start.
            Recreations = IsFreshStart(state) ? null : lost.Recreations,
            IsStart = IsFreshStart(state) || state.Previous?.LastStartedAt is null,
        };
    }

    private static V1Pod Built(EnvironmentState state) => EnvironmentPod.Build(
        state.Environment, state.Class.Class!.Spec, hasVolume: state.Volume is not null || state.Class.Class.Spec.Storage is not null, state.Options, state.References, state.PullSecrets);

    // It is being deleted, or belongs to an earlier environment of the name, with which it goes; we are told when it has.
    private static bool IsGoing(V1ObjectMeta metadata) =>
        metadata.DeletionTimestamp is not null || metadata.OwnerReferences?.Any(owner => owner.Kind == V1alpha1Environment.KubeKind) == true;

    private static bool IsFreshStart(EnvironmentState state) =>
        state.Previous is not { Machine: { } machine, Phase: not EnvironmentPhases.Stopped and not EnvironmentPhases.Stopping }
        || (machine.Session ?? "") != state.MachineSession;

    private static EnvironmentPlan Kept(EnvironmentState state) => new() { Recreations = state.Previous?.Machine?.Recreations };

    private static EnvironmentPlan Counted(EnvironmentState state, Problem loss) => state.Previous?.Machine?.PodUid is null
        // A pod that the status does not know, or whose loss is counted already.
        ? Kept(state) with { IsLossCounted = true }
        : new EnvironmentPlan { Recreations = RecreationBackoff.After(state, loss), IsLossCounted = true };

    public static Problem NotOurs(string reason, string kind, string name) =>
        new(reason, $"{kind} \"{name}\" exists and is not this environment's: delete it, or give the environment another name.");

    private static Problem? Silence(EnvironmentState state) => state.SilentNode is not { } node ? null : new Problem(EnvironmentReasons.NodeLost,
        $"Node {node} does not report. The pod is kept until the node is back, is deleted, or is tainted node.kubernetes.io/out-of-service.");

    private static Problem Refused(string message) => new(EnvironmentReasons.ContentRefused, message);
}
