namespace Environs.Runtime.Stores;

/// <summary>Keys filed under the values that a function finds in an object; its user does the locking.</summary>
internal sealed class Index<T>(Func<T, IEnumerable<string>> valuesOf)
{
    private readonly Dictionary<string, HashSet<ResourceKey>> keys = [];

    public IReadOnlyCollection<ResourceKey> Find(string value) => keys.TryGetValue(value, out var found) ? found : [];

    public void Change(ResourceKey key, T? before, T? after)
    {
        foreach (var value in before is null ? [] : valuesOf(before))
        {
            if (keys.TryGetValue(value, out var filed) && filed.Remove(key) && filed.Count == 0)
                keys.Remove(value);
        }
        foreach (var value in after is null ? [] : valuesOf(after))
        {
            if (!keys.TryGetValue(value, out var filed))
                keys[value] = filed = [];
            filed.Add(key);
        }
    }
}
