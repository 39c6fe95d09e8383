using Environs.Supervisor.Launch;
using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Ssh;

/// <summary>The file by which the server knows whom to let in. It reads it at each login, and only where nobody else could have written it.</summary>
/// <remarks>In a folder of ours and not in the home, whose owner and mode are the image's and the user's, and whose .ssh is theirs to fill.</remarks>
internal static class AuthorizedKeys
{
    private const UnixFileMode Enter = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Replaces the file, which only the user and root can read.</summary>
    /// <param name="folder">What the server takes for the user's home.</param>
    /// <param name="lines">A key each.</param>
    /// <param name="user">Whom the server runs as.</param>
    internal static void Write(string folder, IEnumerable<string> lines, UserSwitch user)
    {
        var inner = Path.Combine(folder, ".ssh");
        foreach (var each in (string[])[folder, inner])
        {
            Directory.CreateDirectory(each);
            File.SetUnixFileMode(each, Enter);
        }

        var (file, next) = (Path.Combine(inner, "authorized_keys"), Path.Combine(inner, "next"));
        File.Delete(next);
        using (var writer = new StreamWriter(next, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            foreach (var line in lines) writer.Write($"{line}\n");
        new Ownership((int)user.User, (int)user.Group).Give(next);
        File.Move(next, file, overwrite: true);
    }
}
