namespace Environs.Crds;

/// <summary>Pattern of each string in a list or each value of a map.</summary>
/// <param name="pattern">Regular expression that .NET and RE2 understand alike, between <c>^</c> and <c>$</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemPatternAttribute(string pattern) : Attribute
{
    /// <summary>Regular expression between <c>^</c> and <c>$</c>.</summary>
    public string Pattern { get; } = pattern;
}
