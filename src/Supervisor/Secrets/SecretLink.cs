using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Secrets;

/// <summary>Makes a secret a file at a path of the user's choice: a link to what kubelet keeps up to date, which a mount of one file would not be.</summary>
internal static class SecretLink
{
    private const UnixFileMode Folder =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Makes the link and the folders above it; throws <see cref="SecretException"/> when something else is there, which stays.</summary>
    /// <param name="path">Where the link shall be.</param>
    /// <param name="target">The file.</param>
    internal static void Place(string path, string target)
    {
        try
        {
            var folder = Path.GetDirectoryName(path)!;
            MakeFolder(folder);
            if (FileStatus.Of(path) is { } there)
            {
                if (there.Kind != FileKind.Link || new FileInfo(path).LinkTarget is not { } leads || Path.GetDirectoryName(leads) != Path.GetDirectoryName(target))
                    throw new SecretException($"is not at {path}: something else is there already, and stays");
                if (leads == target) return;
                File.Delete(path);
            }
            File.CreateSymbolicLink(path, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            throw new SecretException($"cannot be put at {path}: {e.Message}");
        }
    }

    // They are the user's whose folder they are made in.
    private static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        var above = Path.GetDirectoryName(folder)!;
        MakeFolder(above);
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, Folder);
        if (FileStatus.Of(Path.Join(above, ".")) is { } owner) new Ownership(owner.User, owner.Group).Give(folder);
    }
}
