namespace Environs.Crds;

/// <summary>Bounds of a string's length in Unicode code points, or of the number of a list's or map's items.</summary>
/// <param name="minimum">Least length that is valid.</param>
/// <param name="maximum">Greatest length that is valid.</param>
/// <remarks>In the place of <see cref="System.ComponentModel.DataAnnotations.LengthAttribute"/>, which a trimmed program may not use.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LengthAttribute(int minimum, int maximum) : Attribute
{
    /// <summary>Least length that is valid.</summary>
    public int Minimum { get; } = minimum;

    /// <summary>Greatest length that is valid.</summary>
    public int Maximum { get; } = maximum;
}
