namespace Environs.Crds;

/// <summary>Bounds of the length, in Unicode code points, of each string in a list or each value of a map.</summary>
/// <param name="minimum">Least length that is valid.</param>
/// <param name="maximum">Greatest length that is valid.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemLengthAttribute(int minimum, int maximum) : Attribute
{
    /// <summary>Least length that is valid.</summary>
    public int Minimum { get; } = minimum;

    /// <summary>Greatest length that is valid.</summary>
    public int Maximum { get; } = maximum;
}
