namespace Environs.Runtime.Informers;

/// <summary>Whether labels match a selector, so far as it is made of "key", "!key", "key=value" and "key!=value".</summary>
internal static class LabelSelector
{
    /// <summary>False also where the selector has another form (a set), which only the server can judge.</summary>
    public static bool Matches(string? selector, IDictionary<string, string>? labels)
    {
        if (string.IsNullOrEmpty(selector))
            return true;
        if (selector.Contains('(', StringComparison.Ordinal))
            return false;
        return selector.Split(',', StringSplitOptions.TrimEntries).All(term => MatchesTerm(term, labels ?? new Dictionary<string, string>()));
    }

    private static bool MatchesTerm(string term, IDictionary<string, string> labels)
    {
        if (term.StartsWith('!'))
            return !labels.ContainsKey(term[1..]);
        if (term.IndexOf('=', StringComparison.Ordinal) is >= 0 and var sign)
        {
            var not = sign > 0 && term[sign - 1] == '!';
            var key = term[..(not ? sign - 1 : sign)].Trim();
            return (labels.TryGetValue(key, out var value) && value == term[sign..].TrimStart('=').Trim()) != not;
        }
        return labels.ContainsKey(term);
    }
}
