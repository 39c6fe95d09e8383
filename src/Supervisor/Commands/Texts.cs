using System.Globalization;
using System.Text.RegularExpressions;

namespace Environs.Supervisor.Commands;

/// <summary>Texts and times between the protocol and people.</summary>
internal static partial class Texts
{
    internal static string? OrNull(string text) => text.Length > 0 ? text : null;

    internal static DateTimeOffset? Time(long milliseconds) => milliseconds is > 0 and < 253_402_300_799_999 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

    /// <summary>How long ago, in the largest unit that is full.</summary>
    internal static string Ago(long milliseconds, DateTimeOffset now) => Time(milliseconds) is not { } at ? "" : (now - at) switch
    {
        { TotalSeconds: < 60 } less => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, less.TotalSeconds):0}s"),
        { TotalMinutes: < 60 } less => string.Create(CultureInfo.InvariantCulture, $"{(int)less.TotalMinutes}m"),
        { TotalHours: < 48 } less => string.Create(CultureInfo.InvariantCulture, $"{(int)less.TotalHours}h"),
        var more => string.Create(CultureInfo.InvariantCulture, $"{(int)more.TotalDays}d"),
    };

    /// <summary>Reads 90s, 30m, 2h, 1h30m; null for anything else.</summary>
    internal static TimeSpan? Duration(string text)
    {
        if (Parts().Match(text) is not { Success: true, Length: > 0 } parts) return null;
        return TimeSpan.FromHours(Number(parts.Groups["h"])) + TimeSpan.FromMinutes(Number(parts.Groups["m"])) + TimeSpan.FromSeconds(Number(parts.Groups["s"]));
    }

    private static int Number(Group group) => group.Success ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex("^((?<h>[0-9]{1,6})h)?((?<m>[0-9]{1,6})m)?((?<s>[0-9]{1,6})s)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Parts();
}
