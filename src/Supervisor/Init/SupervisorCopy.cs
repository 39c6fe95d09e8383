using Environs.Supervisor.Launch;
using Environs.Supervisor.Ssh;

namespace Environs.Supervisor.Init;

/// <summary>Puts the supervisor, and the SSH server that lies beside it, where every container of the pod can start it.</summary>
internal static class SupervisorCopy
{
    private const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Replaces the copy at once: a container that starts meanwhile finds the old or the new one, whole.</summary>
    internal static void Place(string folder)
    {
        var self = Environment.ProcessPath ?? throw new IOException("the supervisor does not know its own file: /proc is not mounted");
        var next = Path.Combine(folder, ".supervisor.next");
        foreach (var (file, name) in ((string, string)[])[(self, "supervisor"), .. SshSettings.Programs.Select(name => (Path.Combine(Path.GetDirectoryName(self)!, name), name))])
        {
            // Without the others there is no SSH, and everything else.
            if (!File.Exists(file)) continue;
            File.Copy(file, next, overwrite: true);
            File.SetUnixFileMode(next, Executable);
            File.Move(next, Path.Combine(folder, name), overwrite: true);
        }

        Link(folder);
    }

    // By this name it is the command that people use in the container.
    private static void Link(string folder)
    {
        var link = Path.Combine(folder, CommandPath.Name);
        File.Delete(link);
        File.CreateSymbolicLink(link, "supervisor");
    }
}
