using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Environs.Supervisor.Posix;

/// <summary>The user and group that files are given to; a negative number leaves that part as it is.</summary>
internal readonly record struct Ownership(int User, int Group)
{
    /// <summary>Only root may give files away; for anyone else this does nothing, and the volume's group decides.</summary>
    private bool IsPossible => (User >= 0 || Group >= 0) && Libc.GetEffectiveUserId() == 0;

    internal void Give(string path)
    {
        if (IsPossible) Change(path);
    }

    /// <summary>Gives away a folder and all that is in it; links themselves, never what they point to.</summary>
    internal void GiveTree(string path)
    {
        if (!IsPossible) return;
        Change(path);
        if (FileStatus.Of(path) is not { Kind: FileKind.Folder }) return;
        foreach (var entry in Directory.EnumerateFileSystemEntries(path, "*", EveryEntry.Tree)) Change(entry);
    }

    private void Change(string path)
    {
        if (Libc.ChangeOwner(path, User, Group) == 0) return;
        var error = Marshal.GetLastPInvokeError();
        throw new Win32Exception(error, $"cannot give {path} to {User}:{Group}: {Marshal.GetPInvokeErrorMessage(error)}");
    }
}
