using System.Text;

namespace Environs.Operator.Devcontainers;

/// <summary>Gathers what is wrong with a file and what its author should know, each with its place; so many of each and no more.</summary>
internal sealed class DevcontainerFindings(ReadOnlyMemory<byte> content)
{
    private const int Most = 10;
    private readonly List<string> errors = [];
    private readonly List<string> warnings = [];
    private int moreErrors;
    private int moreWarnings;

    public IReadOnlyList<string> Errors => moreErrors == 0 ? errors : [.. errors, $"and {moreErrors} more"];

    public IReadOnlyList<string> Warnings => moreWarnings == 0 ? warnings : [.. warnings, $"and {moreWarnings} more"];

    public void Error(int offset, string message)
    {
        if (errors.Count < Most) errors.Add($"{At(offset)}: {message}");
        else moreErrors++;
    }

    public void Warn(int offset, string message)
    {
        if (warnings.Count < Most) warnings.Add($"{At(offset)}: {message}");
        else moreWarnings++;
    }

    /// <summary>Of the whole file, with a place of its own in the message, if any.</summary>
    public void Error(string message) => errors.Add(message);

    private string At(int offset)
    {
        var before = content.Span[..offset];
        var line = before.Count((byte)'\n') + 1;
        return $"line {line}, column {Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1}";
    }
}
