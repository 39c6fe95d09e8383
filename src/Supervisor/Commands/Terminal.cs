using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Environs.Protocol.Requests;

namespace Environs.Supervisor.Commands;

/// <summary>What a command says: tables and sentences for people, or JSON for programs; what went wrong always in words, apart.</summary>
internal sealed class Terminal(TextWriter output, TextWriter errors, bool isJson)
{
    internal bool IsJson => isJson;

    internal void Say(string line) => output.WriteLine(Plain(line));

    internal void Warn(string line) => errors.WriteLine(Plain(line));

    internal void Json<T>(T value, JsonTypeInfo<T> type) => output.WriteLine(JsonSerializer.Serialize(value, type));

    /// <summary>Columns as wide as they must be; without a row, a sentence.</summary>
    internal void Table(string[] head, IEnumerable<string[]> rows, string nothing)
    {
        var lines = rows.Select(row => row.Select(Plain).ToArray()).Prepend(head).ToList();
        if (lines.Count == 1)
        {
            output.WriteLine(nothing);
            return;
        }

        var widths = head.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines) output.WriteLine(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    /// <summary>Says why it is not done, where it is not; what to exit with.</summary>
    internal int Outcome(Answer answer)
    {
        if (answer.Outcome == Protocol.Requests.Outcome.Done) return ExitCodes.Done;
        if (answer.Message.Length > 0) Warn(answer.Message);
        if (answer.Outcome == Protocol.Requests.Outcome.UnknownReference) Warn(answer.Known.Count > 0 ? $"There are: {string.Join(", ", answer.Known)}" : "There are none.");
        return ExitCodes.Of(answer.Outcome);
    }

    // What a service says of itself must not move the cursor of who looks at it.
    private static string Plain(string text) => string.Concat(text.ReplaceLineEndings(" ").Where(each => !char.IsControl(each)));
}
