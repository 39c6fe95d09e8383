namespace Environs.Crds;

/// <summary>Greatest length of a string in Unicode code points, or number of a list's or map's items.</summary>
/// <param name="maximum">Greatest length that is valid.</param>
/// <remarks>In the place of <see cref="System.ComponentModel.DataAnnotations.MaxLengthAttribute"/>, which a trimmed program may not use.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MaxLengthAttribute(int maximum) : Attribute
{
    /// <summary>Greatest length that is valid.</summary>
    public int Maximum { get; } = maximum;
}
