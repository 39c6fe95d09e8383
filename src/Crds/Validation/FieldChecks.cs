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

    /// <summary>Length, and a pattern for the whole; an absent value is right.</summary>
    public void Text(string field, string? value, int minimum, int maximum, string? pattern = null)
    {
        if (value is null) return;
        var length = Length(value);
        Rule(field, length >= minimum && length <= maximum, $"must have {minimum} to {maximum} characters, not {length}");
        Rule(field, pattern is null || Matches(value, pattern), $"must match {pattern}");
    }

    /// <summary>A text that must be there; an empty one is as good as none.</summary>
    public void Needed(string field, string? value, int maximum, string? pattern = null)
    {
        if (string.IsNullOrEmpty(value)) Rule(field, false, "must be set");
        else Text(field, value, 1, maximum, pattern);
    }

    /// <summary>One of the <paramref name="values"/>; an absent value is right.</summary>
    public void OneOf(string field, string? value, params ReadOnlySpan<string> values) =>
        Rule(field, value is null || values.Contains(value), $"must be one of {string.Join(", ", values)}");

    /// <summary>Number of items in a list; of too many, none needs a look.</summary>
    public bool Count(string field, int count, int maximum)
    {
        Rule(field, count <= maximum, $"must have at most {maximum} items, not {count}");
        return count <= maximum;
    }

    /// <summary>A list of at most <paramref name="maximum"/> different items, each of which is checked.</summary>
    public void Set(string field, IList<string>? items, int maximum, Action<string, string> each)
    {
        if (items is null || !Count(field, items.Count, maximum)) return;
        for (var i = 0; i < items.Count; i++)
        {
            // What comes from a server is not bound by what the types say.
            if (items[i] is { } item) each($"{field}[{i}]", item);
            else Rule($"{field}[{i}]", false, "must be set");
        }
        Distinct(field, items);
    }

    /// <summary>No item of a list, or no key of its items, a second time.</summary>
    public void Distinct(string field, IEnumerable<string?> keys)
    {
        var seen = new HashSet<string?>(StringComparer.Ordinal);
        foreach (var (i, key) in keys.Index()) Rule($"{field}[{i}]", seen.Add(key), "must not be there twice");
    }

    /// <summary>Length as a schema counts it, in Unicode code points.</summary>
    public static int Length(string value) => value.EnumerateRunes().Count();

    /// <summary>Whether the whole of <paramref name="value"/> matches; RE2's <c>$</c> has no eye for a last line's end as .NET's has.</summary>
    public static bool Matches(string value, string pattern) =>
        Regex.Match(value, pattern) is { Success: true, Index: 0 } match && match.Length == value.Length;
}
