using System.Collections.Concurrent;
using Environs.Gateway.Routing;
using Environs.Runtime;
using k8s;
using k8s.Models;

namespace Environs.Gateway.Tests.Support;

/// <summary>What the cluster would have, by the word of a test.</summary>
internal sealed class TestStore<T> : IStore<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ConcurrentDictionary<ResourceKey, T> objects = new();

    public void Set(T thing) => objects[ResourceKey.Of(thing.Metadata)] = thing;

    public void Remove(T thing) => objects.TryRemove(ResourceKey.Of(thing.Metadata), out _);

    public T? Get(ResourceKey key) => objects.GetValueOrDefault(key);

    public IReadOnlyList<T> OwnedBy(string ownerUid) => [.. objects.Values.Where(thing => thing.Metadata.OwnerReferences?.Any(owner => owner.Uid == ownerUid) == true)];

    public IReadOnlyList<T> Indexed(string index, string value) =>
        index == Keep.ByUid ? [.. objects.Values.Where(thing => thing.Metadata.Uid == value)] : throw new ArgumentException($"no index {index}", nameof(index));

    public IReadOnlyCollection<T> All() => [.. objects.Values];
}
