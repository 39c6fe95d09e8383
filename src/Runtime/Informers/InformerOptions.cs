namespace Environs.Runtime;

/// <summary>What an informer keeps of a kind.</summary>
public sealed record InformerOptions<T>
    where T : class
{
    /// <summary>Only objects with these labels, in kubectl's notation; null for all.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Only objects in this namespace; null for all.</summary>
    public string? Namespace { get; init; }

    /// <summary>Only objects of this name; null for all. Who may list and watch by name alone (RBAC's resourceNames) needs it.</summary>
    public string? Name { get; init; }

    /// <summary>Removes from a new object what nobody reads, to save memory.</summary>
    public Action<T>? Trim { get; init; }

    /// <summary>Named indexes: the values under which an object is to be found.</summary>
    public IReadOnlyDictionary<string, Func<T, IEnumerable<string>>> Indexes { get; init; } =
        new Dictionary<string, Func<T, IEnumerable<string>>>();
}
