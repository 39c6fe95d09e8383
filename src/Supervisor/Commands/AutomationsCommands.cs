using Environs.Protocol.Requests;
using Google.Protobuf;

namespace Environs.Supervisor.Commands;

/// <summary><c>environs automations ...</c></summary>
internal sealed class AutomationsCommands(CommandTools tools)
{
    private const long Largest = 256 * 1024;

    private readonly Terminal terminal = tools.Terminal;

    /// <summary>Of a file that the caller may read; null is the one that the environment uses.</summary>
    internal async Task<int> ValidateAsync(string? path, CancellationToken cancellation)
    {
        var file = path is null ? new FileText() : await ReadAsync(path, cancellation);
        var answer = await tools.Asker.AskAsync(new Request { Validation = file }, cancellation);
        if (answer.Path.Length == 0) answer.Path = file.Path;
        return Tell(answer, null, $"{answer.Path} is valid.");
    }

    internal async Task<int> UpdateAsync(CancellationToken cancellation)
    {
        var answer = await tools.Asker.AskAsync(new Request { Update = new FileText() }, cancellation);
        var changes = answer.Changes.ToList();
        return Tell(answer, changes, changes.Count == 0 ? $"{answer.Path} is in force; nothing has changed." : $"{answer.Path} is in force: {string.Join(", ", changes)}.");
    }

    private int Tell(Answer answer, IReadOnlyList<string>? changes, string done)
    {
        var errors = answer.Errors.Select(FileErrorJson.Of).ToList();
        if (answer.Outcome is not (Outcome.Done or Outcome.Invalid or Outcome.Late)) return terminal.Outcome(answer);
        if (errors.Count == 0 && answer.Outcome == Outcome.Invalid) errors.Add(new FileErrorJson(null, null, answer.Message));
        if (terminal.IsJson)
        {
            terminal.Json(new FileJson(Texts.OrNull(answer.Path), answer.Outcome != Outcome.Invalid, errors, [.. answer.Warnings], changes), CommandJson.Default.FileJson);
            return answer.Outcome == Outcome.Invalid ? ExitCodes.Failed : terminal.Outcome(answer);
        }

        foreach (var warning in answer.Warnings) terminal.Warn($"{answer.Path}: warning: {warning}");
        foreach (var error in errors) terminal.Warn(answer.Path.Length > 0 ? error.In(answer.Path) : error.Message);
        if (answer.Outcome == Outcome.Done) terminal.Say(done);
        return answer.Outcome == Outcome.Invalid ? ExitCodes.Failed : terminal.Outcome(answer);
    }

    private static async Task<FileText> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await using var stream = path == "-" ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            var buffer = new byte[32 * 1024];
            // A pipe has no length, and a device no end.
            for (int count; (count = await stream.ReadAsync(buffer, cancellation)) > 0;)
            {
                content.Write(buffer, 0, count);
                if (content.Length > Largest) throw new CommandException(ExitCodes.Failed, $"{path}: it is longer than {Largest} bytes.");
            }

            return new FileText { Path = path, Content = UnsafeByteOperations.UnsafeWrap(content.ToArray()) };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCodes.Usage, $"{path} cannot be read: {e.Message}");
        }
    }
}
