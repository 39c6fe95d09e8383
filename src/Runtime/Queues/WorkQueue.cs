using Environs.Runtime.Metrics;

namespace Environs.Runtime.Queues;

/// <summary>
/// Keys that want attention. A key is handed to one worker at a time; one that is added meanwhile comes again afterwards, once.
/// Of two delays the earlier counts. Low priority waits for the rest, but every tenth key is taken from there.
/// </summary>
internal sealed class WorkQueue(string name, RuntimeOptions options, RuntimeMetrics metrics, TimeProvider time, Random random) : IDisposable
{
    private const int LowPriorityEvery = 10;
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private readonly Dictionary<ResourceKey, Pending> dirty = [];
    private readonly Dictionary<ResourceKey, long> processing = [];
    private readonly Queue<ResourceKey> high = new();
    private readonly Queue<ResourceKey> low = new();
    private readonly Dictionary<ResourceKey, TimeSpan> delayed = [];
    private readonly PriorityQueue<ResourceKey, TimeSpan> schedule = new();
    private readonly Dictionary<ResourceKey, int> failures = [];
    private readonly SemaphoreSlim ready = new(0);
    private readonly long start = time.GetTimestamp();
    private ITimer? timer;
    private TimeSpan timerDue = TimeSpan.MaxValue;
    private int taken;
    private bool stopped;

    /// <summary>Adds a key now.</summary>
    public void Add(ResourceKey key, bool lowPriority = false)
    {
        lock (gate)
            AddLocked(key, lowPriority);
    }

    /// <summary>Adds a key after a while, unless it is to come earlier anyway.</summary>
    public void AddAfter(ResourceKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }
        lock (gate)
        {
            var due = Now + delay;
            if (stopped || (delayed.TryGetValue(key, out var earlier) && earlier <= due))
                return;
            delayed[key] = due;
            schedule.Enqueue(key, due);
            SetTimer();
        }
    }

    /// <summary>
    /// Adds a key after a while, unless it is to come earlier anyway. One that is being worked on is added now: that pass may have looked
    /// already, and it forgets what was to come after it.
    /// </summary>
    public void AddWithin(ResourceKey key, TimeSpan delay)
    {
        lock (gate)
        {
            if (delay <= TimeSpan.Zero || processing.ContainsKey(key)) AddLocked(key, lowPriority: false);
            else AddAfter(key, delay);
        }
    }

    /// <summary>Adds a key after its own pause, which doubles from failure to failure; at least what the server asked for.</summary>
    public void AddAfterFailure(ResourceKey key, TimeSpan? atLeast = null)
    {
        TimeSpan pause;
        lock (gate)
        {
            var count = failures[key] = failures.GetValueOrDefault(key) + 1;
            var doubled = options.KeyBackoff * Math.Pow(2, Math.Min(count - 1, 40));
            // A tenth by chance, so that what failed together does not come back together.
            pause = (doubled < options.KeyBackoffLimit ? doubled : options.KeyBackoffLimit) * (0.9 + random.NextDouble() / 10);
        }
        metrics.Retry(name);
        AddAfter(key, atLeast > pause ? atLeast.Value : pause);
    }

    /// <summary>How often a key has failed in a row.</summary>
    public int Failures(ResourceKey key)
    {
        lock (gate)
            return failures.GetValueOrDefault(key);
    }

    /// <summary>The key has succeeded: its next failure is its first, and only the pass that has just seen everything says when to look again.</summary>
    public void Settle(ResourceKey key, TimeSpan? lookAgain)
    {
        lock (gate)
        {
            failures.Remove(key);
            delayed.Remove(key);
        }
        if (lookAgain is { } pause)
            AddAfter(key, pause);
    }

    /// <summary>The next key; it must be given back with <see cref="Done"/>.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<ResourceKey> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await ready.WaitAsync(cancellation);
            lock (gate)
            {
                if (Next() is { } key)
                    return key;
            }
        }
    }

    /// <summary>The work on a key is over; if it was added meanwhile, it comes again.</summary>
    public void Done(ResourceKey key)
    {
        lock (gate)
        {
            if (processing.Remove(key, out var started))
                metrics.WorkDone(name, time.GetElapsedTime(started));
            if (dirty.TryGetValue(key, out var pending))
                Enqueue(key, pending.Low);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            stopped = true;
            timer?.Dispose();
            metrics.Depth(name, -dirty.Count);
            dirty.Clear();
        }
        ready.Dispose();
    }

    private void AddLocked(ResourceKey key, bool lowPriority)
    {
        if (stopped)
            return;
        if (dirty.TryGetValue(key, out var pending))
        {
            if (!pending.Low || lowPriority)
                return;
            dirty[key] = pending with { Low = false };
        }
        else
        {
            dirty[key] = new(lowPriority, time.GetTimestamp());
            metrics.Added(name);
            metrics.Depth(name, 1);
        }
        if (!processing.ContainsKey(key))
            Enqueue(key, lowPriority);
    }

    private void Enqueue(ResourceKey key, bool lowPriority)
    {
        (lowPriority ? low : high).Enqueue(key);
        ready.Release();
    }

    private ResourceKey? Next()
    {
        var fromLow = ++taken % LowPriorityEvery == 0 && low.Count > 0;
        var lane = fromLow || high.Count == 0 ? low : high;
        if (!lane.TryDequeue(out var key))
            return null;
        // A key that rose to the other lane leaves an entry behind in this one.
        if (processing.ContainsKey(key) || !dirty.Remove(key, out var pending))
            return null;
        processing[key] = time.GetTimestamp();
        metrics.Depth(name, -1);
        metrics.Waited(name, time.GetElapsedTime(pending.Since));
        return key;
    }

    private void SetTimer()
    {
        if (!schedule.TryPeek(out _, out var due) || due >= timerDue)
            return;
        timerDue = due;
        var wait = due - Now;
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestTimer ? LongestTimer : wait;
        timer ??= time.CreateTimer(_ => Ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private void Ring()
    {
        lock (gate)
        {
            if (stopped)
                return;
            timerDue = TimeSpan.MaxValue;
            var now = Now;
            while (schedule.TryPeek(out var key, out var due) && due <= now)
            {
                schedule.Dequeue();
                if (delayed.TryGetValue(key, out var wanted) && wanted == due)
                {
                    delayed.Remove(key);
                    AddLocked(key, lowPriority: false);
                }
            }
            SetTimer();
        }
    }

    private TimeSpan Now => time.GetElapsedTime(start);

    private readonly record struct Pending(bool Low, long Since);
}
