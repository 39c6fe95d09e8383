using Environs.Protocol.Secrets;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Launch;
using Environs.Supervisor.Posix;
using Environs.Supervisor.Secrets;

namespace Environs.Supervisor.Ssh;

/// <summary>How the SSH server and the maker of its key are called, as the user that is let in.</summary>
internal sealed class SshPrograms(SshSettings settings, Launcher launcher)
{
    /// <summary>Makes the server's own key, once: what is there stays, over every start of the environment.</summary>
    internal async Task MakeHostKeyAsync(string folder, Account account)
    {
        if (FileStatus.Of(settings.HostKey) is { } status)
        {
            // Of another user, when the environment had another one.
            if (status.Kind == FileKind.File && status.User != account.Switch.User) new Ownership((int)account.Switch.User, (int)account.Switch.Group).Give(settings.HostKey);
            return;
        }

        var making = launcher.Start(Line(folder, account, "dropbearkey", "-t", "ed25519", "-f", settings.HostKey));
        using var reader = new StreamReader(making.Output);
        var said = await reader.ReadToEndAsync();
        if (await making.Ended != 0) throw new LaunchException($"its own key cannot be made: {said.Trim()}");
    }

    internal RunningCommand Serve(string folder, Account account) =>
        launcher.Start(Line(folder, account, "dropbear", "-F", "-E", "-e", "-K", "30", "-p", $"127.0.0.1:{settings.Port}", "-r", settings.HostKey));

    private CommandLine Line(string folder, Account account, params string[] arguments) => new("ssh", "", folder, Variables(folder, account), "") { Arguments = [settings.Program, .. arguments] };

    private List<Variable> Variables(string folder, Account account)
    {
        // What sessions are to be told of secrets commands are not.
        var secrets = ((string[])[MountedSecret.ListVariable, SecretFiles.FolderVariable])
            .Select(name => new Variable { Name = name, Value = Environment.GetEnvironmentVariable(name) ?? "" }).Where(variable => variable.Value.Length > 0);
        return
        [
            new Variable { Name = "USER", Value = account.Name },
            new Variable { Name = "LOGNAME", Value = account.Name },
            new Variable { Name = SshSession.UserVariable, Value = account.Name },
            new Variable { Name = SshSession.FolderVariable, Value = settings.Folder },
            new Variable { Name = SshSession.ShellVariable, Value = settings.Shell },
            new Variable { Name = SshSession.SftpVariable, Value = Path.Combine(Path.GetDirectoryName(settings.Program) ?? "/", SshSettings.Sftp) },
            new Variable { Name = SshSession.WorkspaceVariable, Value = folder },
            .. secrets,
        ];
    }
}
