using Environs.Crds;
using Environs.Operator.Environments;
using Environs.Operator.Supervision;
using Environs.Protocol.Supervision;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Automations;

/// <summary>The dev container that services and steps run in, and what its supervisor said last. Pure.</summary>
/// <param name="PodUid">UID of the environment's pod.</param>
/// <param name="Id">Tells the container from the one before and after it in the same pod or another; null while it does not run.</param>
/// <param name="Report">Null while the supervisor of this very pod is not heard.</param>
internal sealed record DevContainer(string PodUid, string? Id, Report? Report)
{
    /// <summary>Of the environment's pod; null when there is none that stays.</summary>
    public static DevContainer? Of(V1alpha1Environment environment, IStore<V1Pod> pods, ISupervisors supervisors) =>
        pods.Get(ResourceKey.Of(environment.Metadata)) is { } pod ? Of(environment, pod, supervisors) : null;

    /// <summary>The same for a pod that may be another's.</summary>
    public static DevContainer? Of(V1alpha1Environment environment, V1Pod pod, ISupervisors supervisors)
    {
        if (pod.Metadata.DeletionTimestamp is not null || pod.Metadata.OwnerReferences?.Any(owner => owner.Uid == environment.Metadata.Uid) != true
            || pod.Status?.Phase is "Succeeded" or "Failed")
            return null;
        var status = pod.Status?.ContainerStatuses?.FirstOrDefault(container => container.Name == EnvironmentNames.DevContainer);
        return new DevContainer(
            pod.Metadata.Uid,
            status is { State.Running: not null, ContainerID: { Length: > 0 } id } ? $"{pod.Metadata.Uid}/{id[(id.LastIndexOf('/') + 1)..][..Math.Min(12, id.Length - id.LastIndexOf('/') - 1)]}" : null,
            supervisors.Get(pod.Metadata.Uid, EnvironmentNames.DevContainer) is { IsConnected: true } report ? report.Report : null);
    }
}
