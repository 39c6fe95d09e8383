using System.Globalization;
using System.Text.RegularExpressions;

namespace Environs.Crds;

/// <summary>Durations as Kubernetes and CEL write them: 90s, 5m, 1h30m.</summary>
public static class Durations
{
    /// <summary>The duration; null when the text is none.</summary>
    public static TimeSpan? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text) || Regex.Match(text, AutomationRules.DurationPattern) is not { Success: true } match || match.Length != text.Length) return null;
        return Part(match.Groups[1], 3_600_000) + Part(match.Groups[2], 60_000) + Part(match.Groups[3], 1000) + Part(match.Groups[4], 1);
    }

    private static TimeSpan Part(Group group, int milliseconds) =>
        group.Success ? TimeSpan.FromMilliseconds(long.Parse(group.Value.TrimEnd('h', 'm', 's'), CultureInfo.InvariantCulture) * milliseconds) : TimeSpan.Zero;
}
