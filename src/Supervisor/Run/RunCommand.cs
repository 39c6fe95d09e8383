using Environs.Supervisor.Posix;
using Environs.Supervisor.Processes;

namespace Environs.Supervisor.Run;

/// <summary><c>supervisor run</c>: the first process of the container <c>dev</c>.</summary>
internal static class RunCommand
{
    /// <summary>Returns when the container was asked to stop and its processes are gone.</summary>
    internal static async Task<int> RunAsync(RunSettings settings, Log log, TimeProvider time)
    {
        // Before anything else: a stop that comes while the home is copied must not be lost.
        using var signals = new SignalSource();
        using var reaper = new Reaper();
        var user = (int)Libc.GetEffectiveUserId();
        log.Running(user);

        // The files are prepared beside the signals, and a failure there must not take the container away from its user.
        _ = Task.Run(() => UserHome.Prepare(settings, user, log));
        var processes = new ProcessTable("/proc", Environment.ProcessId);
        await new StopSequence(processes, reaper, settings.Grace, log, time).RunAsync(signals);
        log.Stopped();
        return 0;
    }
}
