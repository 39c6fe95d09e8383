using Environs.Supervisor.Content;
using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Init;

/// <summary>The folders of the content volume.</summary>
internal static class VolumeLayout
{
    private const UnixFileMode Shared =
        UnixFileMode.SetGroup | UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Makes those that are not there; what is there keeps its mode, which is the user's since.</summary>
    internal static void Prepare(ContentFolders folders, Ownership owner)
    {
        foreach (var folder in (string[])[folders.Workspaces, folders.Home, folders.State])
        {
            if (Directory.Exists(folder)) continue;
            // Made under another name first, so that a folder that is there always has its owner and mode.
            var next = folder + ".next";
            Directory.CreateDirectory(next);
            owner.Give(next);
            File.SetUnixFileMode(next, Shared);
            Directory.Move(next, folder);
        }
    }
}
