using System.Net;
using Environs.Crds;
using Environs.Operator.Activity;
using Environs.Operator.Admission;
using Environs.Operator.Automations;
using Environs.Operator.Cluster;
using Environs.Operator.Devcontainers;
using Environs.Operator.NetworkPolicies;
using Environs.Operator.Secrets;
using Environs.Operator.Supervision;
using Environs.Protocol.Supervision;
using Environs.Runtime;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Environments;

/// <summary>Gathers what there is of an environment, lets <see cref="EnvironmentPolicy"/> decide, and acts.</summary>
internal sealed class EnvironmentReconciler(
    IStore<V1alpha1EnvironmentClass> classes,
    IStore<V1Pod> pods,
    IStore<V1PersistentVolumeClaim> volumes,
    IStore<Node> nodes,
    IStore<Namespace> namespaces,
    Creators creators,
    EnvironmentAutomations automations,
    ConnectionMaps maps,
    NetworkPolicyKeeper policies,
    ISupervisors supervisors,
    Observations observations,
    IResourceReader reader,
    IResourceWriter writer,
    IOptions<OperatorOptions> options,
    TimeProvider time,
    ILogger<EnvironmentReconciler> logger) : IReconciler<V1alpha1Environment, EnvironmentStatus>
{
    public async Task<Reconciled<EnvironmentStatus>> ReconcileAsync(V1alpha1Environment resource, CancellationToken cancellation)
    {
        var state = await GatherAsync(resource, cancellation);
        var plan = EnvironmentPolicy.Decide(state);
        if (state.Pod is { } present && plan.DeletePod is null) End(present);
        try
        {
            state = await ActAsync(state, plan, cancellation);
        }
        catch (ResourceConflictException conflict) when (conflict.Reason == "AlreadyExists")
        {
            plan = await TakenAsync(state, conflict, cancellation);
        }
        catch (ApiException refusal) when (IsTooEarly(refusal, state))
        {
            throw new ResourceConflictException(refusal.Reason, refusal.Message);
        }
        catch (ApiException refusal) when (refusal.IsRefusal)
        {
            plan = Refused(state, refusal);
        }
        Tell(state, plan);
        var status = EnvironmentHealth.Of(state, plan);
        Exception? error = null;
        TimeSpan? later = null;
        try
        {
            (status, later) = await automations.ReconcileAsync(resource, status, state.Devcontainer, state.Rebuild, ActivityDesires.Of(state), cancellation);
        }
        catch (Exception failure) when (failure is ApiException or ResourceConflictException)
        {
            // Services and tasks come again; what is known of the environment is told now.
            error = failure;
        }
        status = EnvironmentHealth.WithTriggers(status);
        Log.Pass(
            logger, resource.Metadata.NamespaceProperty, resource.Metadata.Name, status.Phase,
            status.Conditions.FirstOrDefault(condition => condition.Type == EnvironmentConditions.Ready)?.Reason);
        // Whichever comes first, of those that there are.
        var lookAgain = new[] { plan.RequeueAfter, later }.Min();
        return new(status, lookAgain) { Events = EnvironmentEvents.Between(resource.Status, status), Error = error };
    }

    private async Task<EnvironmentState> GatherAsync(V1alpha1Environment environment, CancellationToken cancellation)
    {
        var key = ResourceKey.Of(environment.Metadata);
        var named = pods.Get(key);
        var pod = named?.Metadata.OwnerReferences?.Any(owner => owner.Uid == environment.Metadata.Uid) == true ? named : null;
        var node = pod?.Spec.NodeName is { Length: > 0 } name ? await NodeAsync(new ResourceKey("", name), cancellation) : null;
        var choice = ClassChoice.Of(environment, classes.All());
        var (observed, unheard) = pod is null ? (null, TimeSpan.Zero) : observations.Of(pod, EnvironmentNames.DevContainer, EnvironmentNames.MachineContainer);
        return new EnvironmentState
        {
            Environment = environment,
            Class = choice,
            Identity = EnvironmentIdentity.Of(
                environment.Spec, creators.Of(environment.Metadata, environment.Status?.Creator), creators.AreRecorded,
                namespaces.Get(new ResourceKey("", environment.Metadata.NamespaceProperty))?.Organization),
            Errors = EnvironmentErrors.Of(environment, choice.Class),
            Dev = pod is null ? null : supervisors.Get(pod.Metadata.Uid, EnvironmentNames.DevContainer),
            Init = pod is null ? null : supervisors.Get(pod.Metadata.Uid, EnvironmentNames.ContentContainer),
            References = automations.References(key),
            PullSecrets = await PullSecretsAsync(environment, pod, cancellation),
            Machine = pod is null ? null : supervisors.Get(pod.Metadata.Uid, EnvironmentNames.MachineContainer),
            Observation = observed?.Seen ?? Observation.None,
            ObservationWait = observed?.Wait,
            Unheard = unheard,
            Pod = pod,
            OtherPod = pod is null ? named : null,
            Volume = volumes.Get(key),
            IsNodeGone = pod?.Spec.NodeName is { Length: > 0 } && node is not { IsOutOfService: false },
            SilentNode = node is { IsSilent: true } ? node.Metadata.Name : null,
            Devcontainer = pod is null ? DevcontainerState.Unknown : Devcontainer(environment, pod),
            Rebuild = pod is null ? DevcontainerRebuild.None : Rebuild(environment, pod),
            Options = options.Value,
            Now = time.GetUtcNow(),
        };
    }

    // Asked for seldom, and so not watched: of an environment that pulls with secrets of its own, until its pod has come up.
    private async Task<IReadOnlyList<V1LocalObjectReference>> PullSecretsAsync(V1alpha1Environment environment, V1Pod? pod, CancellationToken cancellation)
    {
        if (EnvironmentSecrets.PullSecrets(environment.Spec) is null || (pod is not null && PodView.IsInitializedOf(pod))) return [];
        var account = await reader.ReadAsync(Kinds.ServiceAccount, new ResourceKey(environment.Metadata.NamespaceProperty, "default"), cancellation);
        return [.. account?.ImagePullSecrets ?? []];
    }

    private async Task<EnvironmentState> ActAsync(EnvironmentState state, EnvironmentPlan plan, CancellationToken cancellation)
    {
        if (plan.DeletePod is { } unwanted)
            await writer.DeleteAsync(Kinds.Pod, unwanted, plan.GracePeriod, cancellation);
        // Before the pod, which is never without one.
        await policies.KeepAsync(state, plan, cancellation);
        if (plan.CreateVolume is { } volume)
            state = state with { Volume = await writer.CreateAsync(Kinds.VolumeClaim, volume, cancellation) };
        if (plan.CreatePod is { } pod)
        {
            // First, or a namespace's first supervisor would wait for kubelet's next look at it, which may be a minute.
            await maps.EnsureAsync(pod.Metadata.NamespaceProperty, cancellation);
            state = state with { Pod = await writer.CreateAsync(Kinds.Pod, pod, cancellation) };
        }
        if (plan.PatchPod is { } patch)
            state = state with { Pod = await writer.PatchAsync(Kinds.Pod, state.Pod!, patch, cancellation) };
        return state;
    }

    private DevcontainerState Devcontainer(V1alpha1Environment environment, V1Pod pod) => DevcontainerState.Of(
        environment, pod, PodView.IsInitializedOf(pod),
        supervisors.Get(pod.Metadata.Uid, EnvironmentNames.ContentContainer), supervisors.Get(pod.Metadata.Uid, EnvironmentNames.DevContainer));

    private DevcontainerRebuild Rebuild(V1alpha1Environment environment, V1Pod pod) => DevcontainerRebuild.Of(
        environment, pod, PodView.IsInitializedOf(pod),
        supervisors.Get(pod.Metadata.Uid, EnvironmentNames.DevContainer), supervisors.Get(pod.Metadata.Uid, EnvironmentNames.MachineContainer));

    // Ends a dev container whose image stays: the store has the reason by now, and so has everybody else here.
    private void End(V1Pod pod)
    {
        if (RebuildMark.Of(pod) is not { Image: null } mark || supervisors.Get(pod.Metadata.Uid, EnvironmentNames.DevContainer) is not { IsConnected: true } dev || !mark.Ends(dev.Report)) return;
        supervisors.Send(pod.Metadata.Uid, EnvironmentNames.DevContainer, new Desired { EndContainer = true }, mark.Boot);
    }

    // Lets the init container go on once the pod is as its devcontainer.json says.
    private void Tell(EnvironmentState state, EnvironmentPlan plan)
    {
        if (state is { Pod: { } pod, Devcontainer.IsWaiting: true } && plan.DeletePod is null)
        {
            var goOn = DevcontainerPatch.Of(pod, state.Devcontainer) is null && DevcontainerPatch.IsTakenUp(pod);
            supervisors.Send(pod.Metadata.Uid, EnvironmentNames.ContentContainer, DevcontainerDesires.OfInit(state.Devcontainer, goOn));
        }
    }

    // A store that lags must not cost a pod that runs: that a node is gone is the server's to say.
    private async Task<Node?> NodeAsync(ResourceKey key, CancellationToken cancellation) =>
        nodes.Get(key) ?? await reader.ReadAsync(Kinds.Node, key, cancellation);

    /// <summary>Tells somebody else's object from one of ours that the stores have not seen yet; the latter is no more than a conflict.</summary>
    private async Task<EnvironmentPlan> TakenAsync(EnvironmentState state, ResourceConflictException conflict, CancellationToken cancellation)
    {
        var key = ResourceKey.Of(state.Environment.Metadata);
        var claim = await reader.ReadAsync(Kinds.VolumeClaim, key, cancellation);
        if (claim is not null && !EnvironmentVolume.MayBeUsed(state.Environment, claim))
            return Taken(state, EnvironmentReasons.VolumeNameTaken, "PersistentVolumeClaim", key.Name);
        var pod = await reader.ReadAsync(Kinds.Pod, key, cancellation);
        if (pod is not null && pod.Metadata.OwnerReferences?.Any(owner => owner.Uid == state.Environment.Metadata.Uid) != true)
            return Taken(state, EnvironmentReasons.NameTaken, "Pod", key.Name);
        var policyKey = key with { Name = EnvironmentNetworkPolicy.Name(state.Environment) };
        if (await reader.ReadAsync(Kinds.NetworkPolicy, policyKey, cancellation) is { } policy && !EnvironmentNetworkPolicy.IsOf(state.Environment, policy))
            return Taken(state, EnvironmentReasons.NameTaken, "NetworkPolicy", policyKey.Name);
        throw conflict;
    }

    // It has not our label, so nothing tells us when it goes.
    private static EnvironmentPlan Taken(EnvironmentState state, string reason, string kind, string name) => new()
    {
        Problem = EnvironmentPolicy.NotOurs(reason, kind, name),
        Recreations = state.Previous?.Machine?.Recreations,
        RequeueAfter = EnvironmentPolicy.NextLook(state),
    };

    // Who applies a namespace and an environment in one go is faster than the namespace's service account, by a second.
    private static bool IsTooEarly(ApiException refusal, EnvironmentState state) =>
        refusal.StatusCode == HttpStatusCode.Forbidden
        && refusal.Message.Contains("serviceaccount \"default\" not found", StringComparison.Ordinal)
        && state.Now.UtcDateTime - state.Environment.Metadata.CreationTimestamp?.ToUniversalTime() < TimeSpan.FromMinutes(1);

    // What the API server refuses, such as a pod over quota, it will refuse again in a moment: this is waiting, not failing.
    private static EnvironmentPlan Refused(EnvironmentState state, ApiException refusal) => new()
    {
        Problem = new Problem(
            refusal.StatusCode == HttpStatusCode.Forbidden ? EnvironmentReasons.Forbidden : EnvironmentReasons.InvalidResource,
            $"The API server refuses what the environment needs: {ContentReports.Clean(refusal.Message)}"),
        Recreations = state.Previous?.Machine?.Recreations,
        RequeueAfter = state.Options.RefusalDelay,
    };
}
