using System.Collections.Concurrent;
using Environs.Operator.Supervision;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Activity;

/// <summary>
/// What environments say of themselves, paced: a supervisor that never stops talking costs one write in five seconds. Kept in memory only,
/// as it is the supervisors that know it.
/// </summary>
internal sealed class Observations(ISupervisors supervisors, IStore<V1Pod> pods, TimeProvider time)
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<ResourceKey, Observed> known = new();
    private readonly long start = time.GetTimestamp();
    private TimeSpan swept;

    /// <summary>How it is now; the environment's pass is the only one that asks for it.</summary>
    public (Observed Observed, TimeSpan Unheard) Of(V1Pod pod, string dev, string machine)
    {
        var now = time.GetElapsedTime(start);
        var key = ResourceKey.Of(pod.Metadata);
        var observed = Observed.After(known.GetValueOrDefault(key), pod.Metadata.Uid, supervisors.Get(pod.Metadata.Uid, dev), supervisors.Get(pod.Metadata.Uid, machine), now);
        known[key] = observed;
        Sweep(now);
        return (observed, observed.SilentSince is { } since ? now - since : TimeSpan.Zero);
    }

    // An environment that is deleted has no last pass.
    private void Sweep(TimeSpan now)
    {
        if (now - swept < SweepInterval) return;
        swept = now;
        foreach (var key in known.Keys.Where(key => pods.Get(key) is null)) known.TryRemove(key, out _);
    }
}
