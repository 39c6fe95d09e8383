namespace Environs.Operator.Supervision;

/// <summary>Text from inside a pod, as a log or a status may show it. Pure.</summary>
internal static class ReportText
{
    /// <summary>One line without control characters, no longer than the limit.</summary>
    public static string Cut(string text, int limit)
    {
        var clean = text.Length <= limit && !text.Any(char.IsControl)
            ? text
            : string.Concat(text.Take(limit + 1).Select(c => char.IsControl(c) ? ' ' : c));
        if (clean.Length <= limit)
            return clean;
        // Not through the middle of a character.
        var end = limit - 1;
        if (end > 0 && char.IsHighSurrogate(clean[end - 1]))
            end--;
        return string.Concat(clean.AsSpan(0, end), "…");
    }

    /// <summary>Whether the text can be a name as it is.</summary>
    public static bool IsName(string text, int limit) => text.Length <= limit && !text.Any(char.IsControl);
}
