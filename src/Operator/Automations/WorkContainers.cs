using System.Collections.Concurrent;
using Environs.Crds;
using Environs.Operator.Devcontainers;
using Environs.Operator.Supervision;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Automations;

/// <summary>Finds the containers of an environment that something runs in, and tells the word of its supervisor from that of the one before it.</summary>
/// <remarks>
/// That a container was started again is kubelet's to say, and kubelet says it up to some seconds after the new supervisor has connected:
/// until then the new one's word is not that of the container that the pod's status names.
/// </remarks>
internal sealed class WorkContainers
{
    private readonly ConcurrentDictionary<(ResourceKey Environment, WorkPlace Place), Seen> seen = new();
    private readonly IStore<V1Pod> pods;
    private readonly ISupervisors supervisors;

    public WorkContainers(IStore<V1Pod> pods, ISupervisors supervisors)
    {
        (this.pods, this.supervisors) = (pods, supervisors);
        supervisors.Changed += change =>
        {
            if (change is { After: null, Before: { } before }) seen.TryRemove((change.Environment, new WorkPlace(before.Report.Container)), out _);
        };
    }

    /// <summary>Null when the environment has no pod that stays.</summary>
    public WorkContainer? Of(V1alpha1Environment environment, WorkPlace place)
    {
        var key = ResourceKey.Of(environment.Metadata);
        if (pods.Get(key) is not { } pod || pod.Metadata.DeletionTimestamp is not null || pod.Status?.Phase is "Succeeded" or "Failed"
            || pod.Metadata.OwnerReferences?.Any(owner => owner.Uid == environment.Metadata.Uid) != true)
            return null;
        var mark = place == WorkPlace.Dev ? RebuildMark.Of(pod) : null;
        return Of(key, pod, place, mark) with { Rebuild = mark };
    }

    private WorkContainer Of(ResourceKey key, V1Pod pod, WorkPlace place, RebuildMark? mark)
    {
        var id = Id(pod, place);
        if (supervisors.Get(pod.Metadata.Uid, place.Container) is not { IsConnected: true, Report: var report }) return new WorkContainer(pod.Metadata.Uid, id, null);
        // What ends by a rebuild is what was so until the next container is there.
        if (mark?.Ends(report) == true) return new WorkContainer(pod.Metadata.Uid, null, null) { IsEnding = true };
        if (id is null) return new WorkContainer(pod.Metadata.Uid, null, report);

        var known = seen.AddOrUpdate((key, place), new Seen(id, report.Boot, false), (_, before) => before.Next(id, report.Boot));
        return new WorkContainer(pod.Metadata.Uid, known.Boot == report.Boot ? id : null, report);
    }

    private static string? Id(V1Pod pod, WorkPlace place) =>
        pod.Status?.ContainerStatuses?.FirstOrDefault(container => container.Name == place.Container) is { State.Running: not null, ContainerID: { Length: > 0 } id }
            ? $"{pod.Metadata.Uid}/{id.Split('/')[^1] switch { { Length: > 12 } longer => longer[..12], var whole => whole }}"
            : null;

    /// <param name="Id">The container.</param>
    /// <param name="Boot">Its supervisor.</param>
    /// <param name="IsDoubtful">
    /// The supervisor had been there before the container: either it was taken for that of the one before, or its end has not been noticed yet.
    /// </param>
    private readonly record struct Seen(string Id, string Boot, bool IsDoubtful)
    {
        public Seen Next(string id, string boot) =>
            Id != id ? new Seen(id, boot, Boot == boot)
            : Boot != boot && IsDoubtful ? new Seen(id, boot, false)
            : this;
    }
}
