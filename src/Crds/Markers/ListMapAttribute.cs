namespace Environs.Crds;

/// <summary>A list whose items are told apart by the members named (<c>x-kubernetes-list-type: map</c>); appliers own items.</summary>
/// <param name="keys">JSON names of the members, each required or with a default.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListMapAttribute(params string[] keys) : Attribute
{
    /// <summary>JSON names of the members that tell items apart.</summary>
    public IReadOnlyList<string> Keys { get; } = keys;
}
