using System.Collections;

namespace Environs.Runtime.Controllers;

/// <summary>The log scope of a pass: which controller works on which resource.</summary>
internal sealed class PassScope(string controller, ResourceKey key) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 3;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("controller", controller),
        1 => new("namespace", key.Namespace),
        2 => new("name", key.Name),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"{controller} {key}";
}
