using k8s;
using k8s.Models;

namespace Environs.Runtime.Stores;

/// <summary>The objects of one kind by key, with indexes, and a way to wait until a write has been seen.</summary>
internal sealed class Store<T> : IStore<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private const string Owner = "owner";

    private readonly Lock gate = new();
    private readonly Dictionary<ResourceKey, T> objects = [];
    private readonly Dictionary<string, Index<T>> indexes;
    private readonly Dictionary<ResourceKey, List<Waiter>> waiters = [];
    private IReadOnlyCollection<T>? all;

    public Store(IReadOnlyDictionary<string, Func<T, IEnumerable<string>>> indexes)
    {
        this.indexes = indexes.ToDictionary(named => named.Key, named => new Index<T>(named.Value));
        this.indexes[Owner] = new(thing => thing.Metadata.OwnerReferences?.Select(owner => owner.Uid).Distinct() ?? []);
    }

    public T? Get(ResourceKey key)
    {
        lock (gate)
            return objects.GetValueOrDefault(key);
    }

    public IReadOnlyList<T> OwnedBy(string ownerUid) => Indexed(Owner, ownerUid);

    public IReadOnlyList<T> Indexed(string index, string value)
    {
        if (!indexes.TryGetValue(index, out var named))
            throw new ArgumentException($"There is no index \"{index}\" of {typeof(T).Name}; there are: {string.Join(", ", indexes.Keys)}.", nameof(index));
        lock (gate)
            return [.. named.Find(value).Select(key => objects[key])];
    }

    public IReadOnlyCollection<T> All()
    {
        lock (gate)
            return all ??= [.. objects.Values];
    }

    /// <summary>Keeps (or with null removes) one object and returns what was there before.</summary>
    public T? Set(ResourceKey key, T? after)
    {
        lock (gate)
        {
            var before = objects.GetValueOrDefault(key);
            if (after is not null)
                objects[key] = after;
            else if (!objects.Remove(key))
                return null;
            foreach (var index in indexes.Values)
                index.Change(key, before, after);
            all = null;
            Wake(key, after);
            return before;
        }
    }

    /// <summary>Waits until the object of that key (null: there is none) is as wanted, or the cancellation.</summary>
    public async Task WaitAsync(ResourceKey key, Func<T?, bool> wanted, CancellationToken cancellation)
    {
        var waiter = new Waiter(wanted);
        lock (gate)
        {
            if (wanted(objects.GetValueOrDefault(key)))
                return;
            if (!waiters.TryGetValue(key, out var queue))
                waiters[key] = queue = [];
            queue.Add(waiter);
        }
        try
        {
            await waiter.Done.Task.WaitAsync(cancellation);
        }
        finally
        {
            lock (gate)
            {
                if (waiters.TryGetValue(key, out var queue) && queue.Remove(waiter) && queue.Count == 0)
                    waiters.Remove(key);
            }
        }
    }

    private void Wake(ResourceKey key, T? now)
    {
        if (!waiters.TryGetValue(key, out var queue))
            return;
        foreach (var waiter in queue)
        {
            if (waiter.Wanted(now))
                waiter.Done.TrySetResult();
        }
    }

    private sealed record Waiter(Func<T?, bool> Wanted)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
