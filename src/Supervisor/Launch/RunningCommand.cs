using System.Diagnostics;
using Environs.Supervisor.Posix;
using Environs.Supervisor.Processes;

namespace Environs.Supervisor.Launch;

/// <summary>A command that was started, with everything that it starts in its session.</summary>
internal sealed class RunningCommand
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AfterKill = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(10);
    private readonly ProcessTable processes;
    private readonly TimeProvider time;
    private readonly int id;

    internal RunningCommand(Process process, ProcessTable processes, TimeProvider time)
    {
        (this.processes, this.time, id, Output) = (processes, time, process.Id, process.StandardOutput.BaseStream);
        Ended = WaitAsync(process);
    }

    /// <summary>Completes with its exit code when the command itself has ended, whatever it left behind; 128 and the number of the signal that ended it.</summary>
    internal Task<int> Ended { get; }

    /// <summary>What it and its children write.</summary>
    internal Stream Output { get; }

    /// <summary>Asks all of it to end and kills what has not within the limit; true when the command itself ended before.</summary>
    internal async Task<bool> TerminateAsync(TimeSpan limit)
    {
        var start = time.GetTimestamp();
        SignalGroup(Signal.Terminate);
        // One that is suspended would not see it.
        SignalGroup(Signal.Continue);
        var inTime = await Ended.EndsWithinAsync(limit, time);
        // A shell is gone at once while what it ran is still tidying up.
        while (inTime && time.GetElapsedTime(start) < limit && processes.LedBy(id).Count > 0) await Task.Delay(LookAgain, time);
        await KillAsync();
        return inTime;
    }

    /// <summary>
    /// Kills the command and all that is in its session and group; returns when they are gone, or when only those are left that belong to
    /// another user and cannot be killed, as what sudo started. False when the command, or what it left, has not gone within a limit: the
    /// kernel keeps what waits for a disk that does not answer.
    /// </summary>
    internal async Task<bool> KillAsync()
    {
        var start = time.GetTimestamp();
        if (!Ended.IsCompleted) SignalGroup(Signal.Kill);
        if (!await Ended.EndsWithinAsync(KillLimit, time)) return false;
        // Again until nothing is left: what forks may be faster than one look.
        for (var pause = AfterKill; KillLeft() > 0; pause = pause < LookAgain ? pause * 2 : LookAgain)
        {
            if (time.GetElapsedTime(start) > KillLimit) return false;
            await Task.Delay(pause, time);
        }

        return true;
    }

    private int KillLeft() => processes.LedBy(id).Count(each => Libc.Kill(each.Id, Signal.Kill.Number) == 0);

    // Until it has made its group, which takes it a moment, there is only the process itself.
    private void SignalGroup(Signal signal)
    {
        if (Libc.Kill(-id, signal.Number) != 0 && !Ended.IsCompleted) _ = Libc.Kill(id, signal.Number);
    }

    private static async Task<int> WaitAsync(Process process)
    {
        using (process)
        {
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
    }
}
