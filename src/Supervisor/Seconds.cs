using System.Globalization;

namespace Environs.Supervisor;

/// <summary>Durations in the supervisor's surroundings: whole seconds.</summary>
internal static class Seconds
{
    /// <summary>Value of a variable; <paramref name="absent"/> when it is not set. Throws when it is not between 1 and 86400.</summary>
    internal static TimeSpan Of(string variable, int absent)
    {
        var text = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(text)) return TimeSpan.FromSeconds(absent);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 86400
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"{variable} \"{text}\" is not a number of seconds between 1 and 86400");
    }
}
