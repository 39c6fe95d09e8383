using Environs.Crds;
using Environs.Operator.Cluster;
using Environs.Operator.Environments;
using Environs.Runtime;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace Environs.Operator.NetworkPolicies;

/// <summary>Keeps the NetworkPolicy of each environment that has a pod or gets one; it is written when it is missing or says something else.</summary>
internal sealed class NetworkPolicyKeeper(
    IStore<V1NetworkPolicy> policies, IResourceReader reader, IResourceWriter writer, RuntimeOptions runtime, IOptions<OperatorOptions> options)
{
    /// <exception cref="ResourceConflictException">Its name belongs to somebody else's.</exception>
    public async Task KeepAsync(EnvironmentState state, EnvironmentPlan plan, CancellationToken cancellation)
    {
        var environment = state.Environment;
        // The garbage collector may have deleted it already.
        if (environment.Metadata.DeletionTimestamp is not null) return;
        var present = policies.Get(new ResourceKey(environment.Metadata.NamespaceProperty, EnvironmentNetworkPolicy.Name(environment)));
        if (!options.Value.NetworkPolicy.IsOn)
        {
            if (present is not null && EnvironmentNetworkPolicy.IsOf(environment, present)) await writer.DeleteAsync(Kinds.NetworkPolicy, present, null, cancellation);
            return;
        }
        if (state.Pod is null && plan.CreatePod is null) return;
        // What a class that is gone or wrong allowed is not known: a policy that there is stays, and a new one allows nothing.
        if (state.Class.Class is not { } found || ClassErrors.Of(found.Spec).Count > 0)
        {
            if (present is null || !EnvironmentNetworkPolicy.IsOf(environment, present)) await WriteAsync(environment, present, new ClassEgress { Policy = EgressPolicies.None }, cancellation);
            return;
        }
        await WriteAsync(environment, present, found.Spec.Egress, cancellation);
    }

    private async Task WriteAsync(V1alpha1Environment environment, V1NetworkPolicy? present, ClassEgress? egress, CancellationToken cancellation)
    {
        var desired = EnvironmentNetworkPolicy.Build(environment, egress, options.Value, runtime.Namespace);
        if (present is null)
        {
            try
            {
                await writer.CreateAsync(Kinds.NetworkPolicy, desired, cancellation);
                return;
            }
            catch (ResourceConflictException conflict) when (conflict.Reason == "AlreadyExists")
            {
                // Ours whose label somebody has taken away, for which reason the store does not see it.
                present = await reader.ReadAsync(Kinds.NetworkPolicy, ResourceKey.Of(desired.Metadata), cancellation);
                if (present is null || !EnvironmentNetworkPolicy.IsOf(environment, present)) throw;
            }
        }
        else if (EnvironmentNetworkPolicy.IsInStep(environment, present, desired))
        {
            return;
        }
        // One of an environment that had the name before is taken over before the garbage collector comes to it.
        desired.Metadata.Uid = present.Metadata.Uid;
        await writer.ApplyAsync(Kinds.NetworkPolicy, desired, cancellation);
    }
}
