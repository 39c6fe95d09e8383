using System.Globalization;
using Environs.Supervisor.Launch;

namespace Environs.Supervisor.Work;

/// <summary>A running command and what it says.</summary>
internal sealed class LoggedCommand
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);
    private readonly RunningCommand command;
    private readonly TimeProvider time;
    private readonly OutputTail tail = new();
    private readonly Task copying;

    internal LoggedCommand(RunningCommand command, WorkLog log, TimeProvider time)
    {
        (this.command, this.time) = (command, time);
        copying = log.CopyAsync(command.Output, tail);
    }

    internal Task<int> Ended => command.Ended;

    internal Task<bool> TerminateAsync(TimeSpan limit) => command.TerminateAsync(limit);

    /// <summary>Kills what is left of it and waits for its last words; a process that made itself a session of its own may go on writing.</summary>
    /// <returns>Why some of it is still there; null when all is gone.</returns>
    internal async Task<string?> KillAsync()
    {
        var isGone = await command.KillAsync();
        await HearLastWordsAsync();
        return isGone ? null : "it was killed and did not go: it belongs to another user, or the kernel keeps it";
    }

    /// <summary>Waits a moment for what it has written to be taken.</summary>
    internal Task HearLastWordsAsync() => copying.EndsWithinAsync(LastWords, time);

    /// <summary>Says that it failed, with the last it wrote.</summary>
    internal string Failure(string what, int code)
    {
        var last = tail.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"{what} ended with {code}{(last.Length > 0 ? ":\n" : "")}{last}");
    }
}
