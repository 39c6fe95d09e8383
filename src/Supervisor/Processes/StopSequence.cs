using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Processes;

/// <summary>Passes signals on to the container's processes and, asked to stop, ends them: first kindly, then for good.</summary>
internal sealed class StopSequence(ProcessTable processes, Func<TimeSpan, Task> stopWork, TimeSpan grace, Log log, TimeProvider time)
{
    // Processes that kubectl exec started are not our children, and orphans are the runtime's to wait for: nothing tells us that they ended.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    // What services and steps may take of the grace; the rest is for what else runs, as a shell of kubectl exec.
    private const double ForWork = 0.8;
    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(2);

    /// <summary>Returns when a signal asked to stop and no process is left, or none can be ended.</summary>
    internal async Task RunAsync(SignalSource signals)
    {
        while (true)
        {
            var signal = await signals.Reader.ReadAsync();
            if (signal.Stops)
            {
                await StopAsync(signal);
                return;
            }

            foreach (var group in processes.Alive().Select(process => process.Group).Where(group => group > 1).Distinct())
                _ = Libc.Kill(-group, signal.Number);
        }
    }

    private async Task StopAsync(Signal asked)
    {
        var start = time.GetTimestamp();
        await stopWork(grace * ForWork);
        var alive = processes.Alive();
        log.Stopping(asked.Name, alive.Count);
        foreach (var process in alive)
        {
            _ = Libc.Kill(process.Id, Signal.Terminate.Number);
            // One that is suspended would not see it.
            _ = Libc.Kill(process.Id, Signal.Continue.Number);
            // Interactive shells ignore SIGTERM; what ends them is that their terminal hangs up.
            if (process.HasTerminal && process.Id == process.Session) _ = Libc.Kill(process.Id, Signal.HangUp.Number);
        }

        if (await AllEndAsync(grace - time.GetElapsedTime(start))) return;
        alive = processes.Alive();
        log.Killing(alive.Count);
        foreach (var process in alive) _ = Libc.Kill(process.Id, Signal.Kill.Number);
        await AllEndAsync(AfterKill);
    }

    private async Task<bool> AllEndAsync(TimeSpan limit)
    {
        var start = time.GetTimestamp();
        while (processes.Alive().Count > 0)
        {
            if (time.GetElapsedTime(start) >= limit) return false;
            await Task.Delay(LookAgain, time);
        }

        return true;
    }
}
