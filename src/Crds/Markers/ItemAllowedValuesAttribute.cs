namespace Environs.Crds;

/// <summary>The values that each string in a list or each value of a map can take.</summary>
/// <param name="values">All that is valid.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemAllowedValuesAttribute(params string[] values) : Attribute
{
    /// <summary>All that is valid.</summary>
    public IReadOnlyList<string> Values { get; } = values;
}
