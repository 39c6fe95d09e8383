using System.Globalization;
using System.Text.RegularExpressions;

namespace Environs.Supervisor.Commands;

/// <summary>Something that is wrong with a file, and where.</summary>
internal sealed partial record FileErrorJson(int? Line, int? Column, string Message)
{
    internal static FileErrorJson Of(string error) => Place().Match(error) is { Success: true } place
        ? new FileErrorJson(Number(place.Groups["line"]), Number(place.Groups["column"]), error[place.Length..])
        : new FileErrorJson(null, null, error);

    /// <summary>As compilers say it, which editors follow.</summary>
    internal string In(string path) => Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"{path}:{line}:{Column}: {Message}") : $"{path}: {Message}";

    private static int? Number(Group group) => int.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex("^line (?<line>[0-9]{1,9}), column (?<column>[0-9]{1,9}): ", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
