using System.Runtime.InteropServices;
using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Processes;

/// <summary>Takes leave of children that ended, also of those that were handed to us when their parents died.</summary>
/// <remarks>
/// As the first process the runtime's own signal thread was seen to wait for any child, too, and may be faster than this class: no zombie
/// stays either way, but who needs an exit code cannot count on getting it here, and <see cref="NextEnd"/> may not complete for a child
/// that the runtime took, so waits on it need a limit.
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
