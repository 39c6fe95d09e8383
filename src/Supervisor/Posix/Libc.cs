using System.Runtime.InteropServices;

namespace Environs.Supervisor.Posix;

/// <summary>The C library's calls that .NET does not offer.</summary>
internal static partial class Libc
{
    internal const int ENOENT = 2;
    internal const int ENOTDIR = 20;
    private const int EXDEV = 18;
    internal const int WNOHANG = 1;
    internal const int O_PATH = 0x200000;
    internal const int O_CLOEXEC = 0x80000;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint GetEffectiveUserId();

    /// <summary>Changes the owner of a file, or of a link itself; -1 leaves the user or the group as it is.</summary>
    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChangeOwner(string path, int user, int group);

    [LibraryImport("libc", EntryPoint = "umask")]
    internal static partial uint SetUserMask(uint mask);

    /// <summary>Moves a file, folder or link on one file system; .NET's moves depend on what a link points to.</summary>
    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameCore(string from, string to);

    /// <summary>As rename(2); throws when it fails. False when it needs a copy: another file system, or a lower layer of an overlay.</summary>
    internal static bool TryRename(string from, string to)
    {
        if (RenameCore(from, to) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        if (error == EXDEV) return false;
        throw new IOException($"{from} cannot be moved to {to}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    internal static partial int WaitForProcess(int process, out int status, int options);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int Status(int folder, string path, int flags, uint mask, byte* buffer);
}
