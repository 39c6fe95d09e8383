using System.Net;
using Environs.Crds;
using Environs.Operator.Cluster;
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
    IResourceWriter writer,
    IOptions<OperatorOptions> options,
    TimeProvider time,
    ILogger<EnvironmentReconciler> logger) : IReconciler<V1alpha1Environment, EnvironmentStatus>
{
    public async Task<Reconciled<EnvironmentStatus>> ReconcileAsync(V1alpha1Environment resource, CancellationToken cancellation)
    {
        var state = Gather(resource);
        var plan = EnvironmentPolicy.Decide(state);
        try
        {
            state = await ActAsync(state, plan, cancellation);
        }
        catch (ResourceConflictException taken) when (taken.Reason == "AlreadyExists")
        {
            plan = Taken(state, taken);
        }
        catch (ApiException refusal) when (!refusal.IsTransient && refusal is not ResourceConflictException)
        {
            plan = Refused(state, refusal);
        }
        var status = EnvironmentHealth.Of(state, plan);
        Log.Pass(
            logger, resource.Metadata.NamespaceProperty, resource.Metadata.Name, status.Phase,
            status.Conditions.FirstOrDefault(condition => condition.Type == EnvironmentConditions.Ready)?.Reason);
        return new(status, plan.RequeueAfter) { Events = EnvironmentEvents.Between(resource.Status, status) };
    }

    private EnvironmentState Gather(V1alpha1Environment environment)
    {
        var key = ResourceKey.Of(environment.Metadata);
        var named = pods.Get(key);
        var pod = named?.Metadata.OwnerReferences?.Any(owner => owner.Uid == environment.Metadata.Uid) == true ? named : null;
        var node = pod?.Spec.NodeName is { Length: > 0 } name ? nodes.Get(new ResourceKey("", name)) : null;
        return new EnvironmentState
        {
            Environment = environment,
            Class = ClassChoice.Of(environment, classes.All()),
            Errors = EnvironmentErrors.Of(environment),
            Pod = pod,
            OtherPod = pod is null ? named : null,
            Volume = volumes.Get(key),
            IsNodeGone = pod?.Spec.NodeName is { Length: > 0 } && node is not { IsOutOfService: false },
            SilentNode = node is { IsReady: false } ? node.Metadata.Name : null,
            Options = options.Value,
            Now = time.GetUtcNow(),
        };
    }

    private async Task<EnvironmentState> ActAsync(EnvironmentState state, EnvironmentPlan plan, CancellationToken cancellation)
    {
        if (plan.DeletePod is { } unwanted)
            await writer.DeleteAsync(Kinds.Pod, unwanted, plan.GracePeriod, cancellation);
        if (plan.CreateVolume is { } volume)
            state = state with { Volume = await writer.CreateAsync(Kinds.VolumeClaim, volume, cancellation) };
        if (plan.CreatePod is { } pod)
            state = state with { Pod = await writer.CreateAsync(Kinds.Pod, pod, cancellation) };
        return state;
    }

    // The stores hold what has our label, and the policy knows what they hold: this is somebody else's. Nothing tells us when it goes.
    private static EnvironmentPlan Taken(EnvironmentState state, ResourceConflictException taken) => new()
    {
        Problem = new Problem(EnvironmentReasons.NameTaken,
            $"What the environment needs is there already and not its own ({ContentReports.Clean(taken.Message)}): delete it, or give the environment another name."),
        Recreations = state.Previous?.Machine?.Recreations,
        RequeueAfter = state.Options.RefusalDelay,
    };

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
