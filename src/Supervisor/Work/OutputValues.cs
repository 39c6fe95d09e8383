namespace Environs.Supervisor.Work;

/// <summary>The values that a command left for others: lines of NAME=VALUE, of which the last of a name counts.</summary>
internal sealed record OutputValues(IReadOnlyDictionary<string, string> Values, IReadOnlyList<string> Dropped)
{
    internal const int Most = 50;
    internal const int LongestName = 128;
    internal const int LongestValue = 4096;
    private const int MostSaid = 5;

    internal static readonly OutputValues None = new(new Dictionary<string, string>(), []);

    /// <summary>Reads the lines; what cannot be kept is named with the reason, never with its value.</summary>
    internal static OutputValues Parse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var dropped = new List<string>();
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd('\r');
            if (line.Length == 0) continue;
            if (Refusal(line, values) is not { } refusal) values[Name(line)] = line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..];
            else if (dropped.Count < MostSaid) dropped.Add($"line {number} of its output is dropped: {refusal}");
        }

        return new OutputValues(values, dropped);
    }

    private static string Name(string line) => line[..Math.Max(0, line.IndexOf('=', StringComparison.Ordinal))];

    private static string? Refusal(string line, Dictionary<string, string> values)
    {
        var name = Name(line);
        if (name.Length == 0) return "it is not NAME=VALUE";
        if (name.Length > LongestName) return $"its name has {name.Length} characters, at most are {LongestName}";
        if (name.Any(char.IsControl)) return "its name has a control character, such as a tab";
        var length = line.Length - name.Length - 1;
        if (length > LongestValue) return $"the value of {name} has {length} characters, at most are {LongestValue}";
        return values.Count == Most && !values.ContainsKey(name) ? $"{name} is one more than {Most} values" : null;
    }
}
