using Environs.Protocol.Requests;

namespace Environs.Supervisor.Commands;

/// <summary>Shows the log of a service or of a step, wherever in the environment it runs; followed, until nothing more can come.</summary>
internal sealed class LogCommand(CommandTools tools)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    private static readonly byte[] Gap = "[environs] what the log had here is not kept any more\n"u8.ToArray();

    private bool isInLine;

    /// <param name="wanted">Which.</param>
    /// <param name="follow">Go on with what is added.</param>
    /// <param name="mayCome">Where there is none yet it is waited for.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<int> RunAsync(LogRequest wanted, bool follow, bool mayCome, CancellationToken cancellation)
    {
        wanted.Follow = follow;
        await using var output = tools.OpenOutput();
        while (true)
        {
            var (answer, hasBegun) = await CopyAsync(wanted, output, cancellation);
            // One that was told to start a moment ago has not written anything yet.
            if (!(follow && mayCome) || hasBegun || answer.Outcome is not (Outcome.Refused or Outcome.Late)) return tools.Terminal.Outcome(answer);
            await Task.Delay(AskAgain, tools.Time, cancellation);
        }
    }

    /// <summary>Returns the last word about it, and whether there was a log.</summary>
    private async Task<(Answer Last, bool HasBegun)> CopyAsync(LogRequest wanted, Stream output, CancellationToken cancellation)
    {
        var (last, hasBegun) = (new Answer { Outcome = Outcome.Done }, false);
        await foreach (var part in tools.Asker.ReadLogAsync(wanted, cancellation))
        {
            if (part.Answer is { } answer)
            {
                last = answer;
                hasBegun |= answer.Outcome == Outcome.Done;
                if (answer is { Outcome: Outcome.Done, Message.Length: > 0 }) tools.Terminal.Warn(answer.Message);
            }

            try
            {
                await WriteAsync(part, output, cancellation);
            }
            catch (IOException)
            {
                // Nobody reads any more, as when the reader was head.
                break;
            }
        }

        return (last, hasBegun);
    }

    private async Task WriteAsync(LogPart part, Stream output, CancellationToken cancellation)
    {
        if (part.Lost)
        {
            if (isInLine) await output.WriteAsync("\n"u8.ToArray(), cancellation);
            await output.WriteAsync(Gap, cancellation);
        }

        if (part.Data.Length == 0) return;
        await output.WriteAsync(part.Data.Memory, cancellation);
        await output.FlushAsync(cancellation);
        isInLine = part.Data[^1] != '\n';
    }
}
