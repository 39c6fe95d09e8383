using System.Runtime.InteropServices;
using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Processes;

/// <summary>Takes leave of children that ended, also of those that were handed to us when their parents died.</summary>
/// <remarks>
/// The runtime waits for children too, but only for those that <c>System.Diagnostics.Process</c> started, and only once that class is in use:
/// then it looks at ended children without reaping those it does not know. Reaping here would take the exit codes away from it, so
/// nothing in <c>supervisor run</c> may use that class. Without it the runtime leaves SIGCHLD to this registration.
/// </remarks>
internal sealed class Reaper : IDisposable
{
    private readonly PosixSignalRegistration registration;
    private readonly Lock gate = new();
    private TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Reaper()
    {
        registration = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => Reap());
        // Children may have ended before anyone listened.
        Reap();
    }

    /// <summary>Completes when the next child has ended.</summary>
    internal Task NextEnd
    {
        get
        {
            lock (gate) return ended.Task;
        }
    }

    public void Dispose() => registration.Dispose();

    // One signal may stand for several children.
    private void Reap()
    {
        lock (gate)
        {
            var any = false;
            while (Libc.WaitForProcess(-1, out _, Libc.WNOHANG) > 0) any = true;
            if (!any) return;
            ended.SetResult();
            ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
