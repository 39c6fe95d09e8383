using System.Collections.Concurrent;

namespace Environs.Runtime.Tests.Widgets;

/// <summary>Counts passes, notices two at once for one key, and lets a test interfere.</summary>
public sealed class Passes
{
    private readonly ConcurrentDictionary<ResourceKey, int> counts = new();
    private readonly ConcurrentDictionary<ResourceKey, int> running = new();

    public Func<V1Widget, CancellationToken, Task> During { get; set; } = (_, _) => Task.CompletedTask;

    public TimeSpan? RequeueAfter { get; set; }

    public bool Overlapped { get; private set; }

    public int Running => running.Values.Sum();

    public int Count(string name) => counts.Where(count => count.Key.Name == name).Sum(count => count.Value);

    public void Begin(ResourceKey key)
    {
        counts.AddOrUpdate(key, 1, (_, count) => count + 1);
        if (running.AddOrUpdate(key, 1, (_, count) => count + 1) > 1)
            Overlapped = true;
    }

    public void End(ResourceKey key) => running.AddOrUpdate(key, 0, (_, count) => count - 1);
}
