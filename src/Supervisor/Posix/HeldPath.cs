using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Environs.Supervisor.Posix;

/// <summary>What a path leads to, held so that nobody swaps it for something else while it is looked at.</summary>
internal sealed class HeldPath : IDisposable
{
    private readonly SafeFileHandle handle;

    /// <summary>Takes hold of it without opening it, as opening a pipe or a device may wait or do something.</summary>
    internal HeldPath(string path)
    {
        handle = new SafeFileHandle(Libc.Open(path, Libc.O_PATH | Libc.O_CLOEXEC), ownsHandle: true);
        if (handle.IsInvalid) throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>A path that leads to it and to nothing else.</summary>
    internal string Path => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{handle.DangerousGetHandle()}");

    /// <summary>Where it lies, without links.</summary>
    internal string Location => new FileInfo(Path).LinkTarget ?? throw new IOException($"{Path} is not there");

    public void Dispose() => handle.Dispose();
}
