using System.Collections;
using Environs.Supervisor.Answering;
using Environs.Supervisor.Launch;
using Environs.Supervisor.Posix;
using Environs.Supervisor.Run;
using Environs.Supervisor.Secrets;

namespace Environs.Supervisor.Ssh;

/// <summary>
/// What the SSH server takes for the user's shell, called as one: <c>-c COMMAND</c>, or nothing. It becomes the real one, with what commands of the
/// user find: the server has that already, but for secrets, which are read anew.
/// </summary>
internal static class SshSession
{
    internal const string UserVariable = "ENVIRONS_SSH_USER";
    internal const string FolderVariable = "ENVIRONS_SSH_FOLDER";
    internal const string ShellVariable = "ENVIRONS_SSH_SHELL";
    internal const string SftpVariable = "ENVIRONS_SSH_SFTP";
    internal const string WorkspaceVariable = "ENVIRONS_SSH_WORKSPACE";

    internal static bool IsAsked(string[] args) => args is [] or ["-c", _] && Environment.GetEnvironmentVariable(ShellVariable) is { Length: > 0 };

    /// <summary>Returns only when the shell cannot be run.</summary>
    internal static int Become(string[] args)
    {
        try
        {
            var shell = FindShell(UserEntry.Find("/etc/passwd", (int)Libc.GetEffectiveUserId())?.Shell);
            if (Environment.GetEnvironmentVariable(WorkspaceVariable) is { } folder && Directory.Exists(folder)) Directory.SetCurrentDirectory(folder);
            var line = Line(args, shell, Environment.GetEnvironmentVariable(SftpVariable) ?? SshSettings.Sftp);
            var variables = Variables(shell);
            Libc.ResetSignals();
            throw new LaunchException($"{line[0]} cannot be run: {Libc.Become(line[0], line, variables)}");
        }
        catch (Exception e) when (e is LaunchException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return LaunchCommand.NotRun;
        }
    }

    /// <summary>What is run. No login shell: /etc/profile of most images would put a PATH of its own in the place of the image's.</summary>
    internal static IReadOnlyList<string> Line(string[] args, string shell, string sftp) => args switch
    {
        // Past the shell, whose settings may say something that no sftp understands.
        ["-c", SshSettings.Sftp] => [sftp],
        ["-c", var command] => [shell, "-c", command],
        _ => [shell],
    };

    // The user's own; of an account that nobody shall log in to, as the image sees it, that of commands.
    private static string FindShell(string? own) =>
        own is { Length: > 0 } && File.Exists(own) && Path.GetFileName(own) is not ("nologin" or "false" or "sync") ? own : Shell.Find();

    private static IReadOnlyList<string> Variables(string shell)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(each => (string)each.Key, each => (string?)each.Value ?? "");
        var secrets = SecretFiles.FromEnvironment();
        foreach (var secret in secrets.All.Where(secret => secret.Variable.Length > 0))
        {
            if (secrets.Value(secret.Id) is { } value) variables[secret.Variable] = value;
            else variables.Remove(secret.Variable);
        }

        foreach (var name in variables.Keys.Where(name => name.StartsWith("ENVIRONS_", StringComparison.Ordinal) && name != RequestSocket.Variable).ToList()) variables.Remove(name);
        variables["SHELL"] = shell;
        return [.. variables.Select(variable => $"{variable.Key}={variable.Value}")];
    }
}
