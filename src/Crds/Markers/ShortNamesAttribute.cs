namespace Environs.Crds;

/// <summary>What <c>kubectl</c> takes for the plural name.</summary>
/// <param name="names">Names in lower case.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ShortNamesAttribute(params string[] names) : Attribute
{
    /// <summary>Names in lower case.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}
