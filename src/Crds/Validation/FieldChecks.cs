using System.Text.RegularExpressions;

namespace Environs.Crds;

/// <summary>Collects what is wrong with a resource, with the meaning that the schema's keywords have.</summary>
internal sealed class FieldChecks
{
    private readonly List<FieldError> _errors = [];

    /// <summary>What was found, in the order of the checks.</summary>
    public IReadOnlyList<FieldError> Errors => _errors;

    /// <summary>Says <paramref name="message"/> of <paramref name="field"/> unless <paramref name="holds"/>.</summary>
    public void Rule(string field, bool holds, string message)
    {
        if (!holds) _errors.Add(new(field, message));
    }

    /// <summary>Length in Unicode code points, and a pattern for the whole; an absent value is right.</summary>
    public void Text(string field, string? value, int minimum, int maximum, string? pattern = null)
    {
        if (value is null) return;
        var length = value.EnumerateRunes().Count();
        Rule(field, length >= minimum && length <= maximum, $"must have {minimum} to {maximum} characters, not {length}");
        Rule(field, pattern is null || Matches(value, pattern), $"must match {pattern}");
    }

    /// <summary>One of the <paramref name="values"/>; an absent value is right.</summary>
    public void OneOf(string field, string? value, params ReadOnlySpan<string> values) =>
        Rule(field, value is null || values.Contains(value), $"must be one of {string.Join(", ", values)}");

    /// <summary>Number of items in a list.</summary>
    public void Count(string field, int count, int maximum) => Rule(field, count <= maximum, $"must have at most {maximum} items, not {count}");

    /// <summary>A list of at most <paramref name="maximum"/> different items, each of which is checked.</summary>
    public void Set(string field, IList<string>? items, int maximum, Action<string, string?> each)
    {
        if (items is null) return;
        Count(field, items.Count, maximum);
        Rule(field, items.Distinct(StringComparer.Ordinal).Count() == items.Count, "must not have an item twice");
        for (var i = 0; i < items.Count; i++) each($"{field}[{i}]", items[i]);
    }

    /// <summary>Whether the whole of <paramref name="value"/> matches; RE2's <c>$</c> has no eye for a last line's end as .NET's has.</summary>
    public static bool Matches(string value, string pattern) =>
        Regex.Match(value, pattern) is { Success: true, Index: 0 } match && match.Length == value.Length;
}
