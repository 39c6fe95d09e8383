using Environs.Protocol.Requests;

namespace Environs.Supervisor.Commands;

/// <summary>Shows the log of a service or of a step, which any user of the container may read; followed, until nothing more can come.</summary>
internal sealed class LogCommand(CommandTools tools)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);
    private const int LooksUntilAsked = 5;

    internal async Task<int> RunAsync(LogRequest wanted, bool follow, CancellationToken cancellation)
    {
        var request = new Request { Log = wanted };
        var answer = await tools.Asker.AskAsync(request, cancellation);
        // One that was told to start a moment ago has not written anything yet.
        for (; follow && answer.Outcome == Outcome.Refused; answer = await tools.Asker.AskAsync(request, cancellation))
            await Task.Delay(LookAgain * LooksUntilAsked, tools.Time, cancellation);
        if (answer.Outcome != Outcome.Done) return tools.Terminal.Outcome(answer);
        try
        {
            await using var output = tools.OpenOutput();
            var copy = new LogCopy(answer.Log.Path, output);
            await copy.CopyAllAsync(cancellation);
            for (var looks = 1; follow && answer.Log?.Open != false; looks++)
            {
                await Task.Delay(LookAgain, tools.Time, cancellation);
                if (looks % LooksUntilAsked == 0) answer = await tools.Asker.AskAsync(request, cancellation);
                // After it was asked: what was written before the end is read.
                await copy.CopyMoreAsync(cancellation);
            }

            return ExitCodes.Done;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new CommandException(ExitCodes.Refused, e.Message);
        }
        catch (IOException) when (!File.Exists(answer.Log!.Path))
        {
            throw new CommandException(ExitCodes.Refused, "The log has gone.");
        }
        catch (IOException)
        {
            // Nobody reads any more, as when the reader was head.
            return ExitCodes.Done;
        }
    }
}
