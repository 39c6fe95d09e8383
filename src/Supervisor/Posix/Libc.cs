using System.Runtime.InteropServices;

namespace Environs.Supervisor.Posix;

/// <summary>The C library's calls that .NET does not offer.</summary>
internal static partial class Libc
{
    internal const int ENOENT = 2;
    internal const int ENOTDIR = 20;
    private const int EXDEV = 18;
    internal const int O_PATH = 0x200000;
    internal const int O_CLOEXEC = 0x80000;
    private const int SIG_SETMASK = 2;
    private const int LastSignal = 64;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint GetEffectiveUserId();

    /// <summary>Changes the owner of a file, or of a link itself; -1 leaves the user or the group as it is.</summary>
    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChangeOwner(string path, int user, int group);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    internal static partial int ChangeOwner(int file, uint user, uint group);

    /// <summary>Becomes another user with these groups and no others; why not, or nothing.</summary>
    internal static unsafe string TakeUser(uint user, uint group, IReadOnlyList<uint> groups)
    {
        fixed (uint* list = groups.ToArray())
        {
            // The user last: with it the right to change the others goes.
            if (SetGroups((nuint)groups.Count, list) == 0 && SetGroup(group) == 0 && SetUser(user) == 0) return "";
        }

        return Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "setgroups", SetLastError = true)]
    private static unsafe partial int SetGroups(nuint count, uint* groups);

    [LibraryImport("libc", EntryPoint = "setgid", SetLastError = true)]
    private static partial int SetGroup(uint group);

    [LibraryImport("libc", EntryPoint = "setuid", SetLastError = true)]
    private static partial int SetUser(uint user);

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

    /// <summary>Makes this process the leader of a session and group of its own; fails when it leads a group already.</summary>
    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    internal static partial int MakeSession();

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    internal static partial int Duplicate(int from, int to);

    /// <summary>Every signal does what it does in a new process, and none is held back: also those that the runtime ignores or catches.</summary>
    internal static unsafe void ResetSignals()
    {
        // Those that cannot be set, as SIGKILL, answer with an error and stay as they must be.
        for (var signal = 1; signal <= LastSignal; signal++) _ = SetHandler(signal, 0);
        Span<byte> none = stackalloc byte[128];
        none.Clear();
        fixed (byte* mask = none) _ = SetMask(SIG_SETMASK, mask, null);
    }

    /// <summary>Becomes another program with the same environment; returns only when that fails, with the kernel's reason.</summary>
    internal static unsafe string Become(string program, IReadOnlyList<string> line)
    {
        _ = Execute(program, Strings(line));
        return Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
    }

    /// <summary>The same with another environment, NAME=VALUE each, and a program by its path.</summary>
    internal static unsafe string Become(string program, IReadOnlyList<string> line, IReadOnlyList<string> environment)
    {
        _ = Execute(program, Strings(line), Strings(environment));
        return Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
    }

    private static unsafe byte** Strings(IReadOnlyList<string> texts)
    {
        var strings = (byte**)NativeMemory.AllocZeroed((nuint)texts.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < texts.Count; i++) strings[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
        return strings;
    }

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "sigprocmask")]
    private static unsafe partial int SetMask(int how, byte* mask, byte* old);

    [LibraryImport("libc", EntryPoint = "execvp", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Execute(string program, byte** arguments);

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Execute(string program, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static unsafe partial int Status(int folder, string path, int flags, uint mask, byte* buffer);
}
