using System.Runtime.InteropServices;
using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Processes;

/// <summary>Takes leave of the children that are handed to the first process when their parents died.</summary>
/// <remarks>
/// As the first process the runtime's own signal thread waits for every child that ended, but only once it was told to look at SIGCHLD at
/// all. It is the only one that may: an exit code that anyone else took would be lost to <see cref="System.Diagnostics.Process"/>.
/// </remarks>
internal sealed class Reaper : IDisposable
{
    private readonly PosixSignalRegistration registration = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => { });

    internal Reaper() =>
        // Children may have ended before anyone listened.
        _ = Libc.Kill(Environment.ProcessId, Signal.ChildEnded.Number);

    public void Dispose() => registration.Dispose();
}
