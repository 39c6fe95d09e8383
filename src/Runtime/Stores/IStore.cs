namespace Environs.Runtime;

/// <summary>What an informer has seen of one kind; the objects are shared snapshots and must not be changed.</summary>
public interface IStore<T>
    where T : class
{
    /// <summary>The object of that name, or null.</summary>
    T? Get(ResourceKey key);

    /// <summary>The objects that name this UID in an owner reference; in no order.</summary>
    IReadOnlyList<T> OwnedBy(string ownerUid);

    /// <summary>The objects that a named index (declared with the informer) files under the value; in no order.</summary>
    /// <exception cref="ArgumentException">No index has this name.</exception>
    IReadOnlyList<T> Indexed(string index, string value);

    /// <summary>All objects, in no order.</summary>
    IReadOnlyCollection<T> All();
}
