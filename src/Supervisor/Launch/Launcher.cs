using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Answering;
using Environs.Supervisor.Posix;
using Environs.Supervisor.Processes;
using Environs.Supervisor.Secrets;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Launch;

/// <summary>Starts the commands of users.</summary>
/// <param name="program">The supervisor's own file.</param>
/// <param name="folder">Where scripts that are too long for an argument may lie.</param>
/// <param name="processes">Tells what a command left behind.</param>
/// <param name="time">The clock.</param>
internal sealed class Launcher(string program, RunFolder folder, ProcessTable processes, TimeProvider time)
{
    /// <summary>The kernel takes no argument of 32 pages, with the zero at its end.</summary>
    internal const int LongestArgument = (128 * 1024) - 1;

    private const string Internal = "ENVIRONS_";

    /// <summary>What every command finds from now on.</summary>
    internal Surroundings Surroundings { get; set; } = Surroundings.None;

    /// <summary>The secrets that commands find in variables.</summary>
    internal SecretFiles Secrets { get; init; } = SecretFiles.None;

    /// <summary>Where commands reach the supervisor; empty when they cannot.</summary>
    internal string Socket { get; init; } = "";

    /// <summary>Starts it; throws <see cref="LaunchException"/> when that is not possible.</summary>
    internal RunningCommand Start(CommandLine command)
    {
        var surroundings = Surroundings;
        var line = Line(command);
        if (!Directory.Exists(command.Folder)) throw new LaunchException($"the workspace folder {command.Folder} is not there");
        if (line.Any(argument => argument.Contains('\0', StringComparison.Ordinal))) throw new LaunchException("the command holds a zero byte");

        var start = new ProcessStartInfo(program) { WorkingDirectory = command.Folder, RedirectStandardOutput = true };
        var account = surroundings.Account(command.Folder);
        foreach (var argument in (string[])[.. Launch(account), .. line]) start.ArgumentList.Add(argument);
        SetEnvironment(start.Environment, command, surroundings, account);
        try
        {
            return new RunningCommand(Process.Start(start)!, processes, time);
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException)
        {
            throw new LaunchException($"the command cannot be started: {e.Message}");
        }
    }

    // Null where it is optional and not there.
    private Variable? Resolved(Variable variable)
    {
        if (variable.Secret.Length == 0) return variable;
        try
        {
            if (Secrets.Read(variable.Secret) is { } value) return new Variable { Name = variable.Name, Value = value };
        }
        catch (SecretException e)
        {
            throw new LaunchException($"the value of {variable.Name}, {variable.SecretName}, {e.Message}");
        }
        return variable.Optional ? null : throw new LaunchException(
            $"the value of {variable.Name} is missing: {variable.SecretName}, is not there, or was not named yet when this pod was made (another start of the environment brings it then)");
    }

    private string[] Line(CommandLine command) =>
        command.Arguments.Count > 0 ? [.. command.Arguments]
        : Encoding.UTF8.GetByteCount(command.Script) < LongestArgument ? [Shell.Find(), "-c", command.Script]
        : [Shell.Find(), folder.WriteScript(command.Name, command.Script)];

    private static string[] Launch(Account? account) =>
        account is null || account.Switch.User == Libc.GetEffectiveUserId() ? ["launch"] : ["launch-as", account.Switch.ToString()];

    private void SetEnvironment(IDictionary<string, string?> environment, CommandLine command, Surroundings surroundings, Account? account)
    {
        foreach (var name in environment.Keys.Where(name => name.StartsWith(Internal, StringComparison.Ordinal)).ToList()) environment.Remove(name);
        if (account is not null) environment["USER"] = environment["LOGNAME"] = account.Name;
        surroundings.Apply(environment);
        // Over those of the devcontainer.json, which gives what a developer's machine would have, and so often nothing.
        foreach (var secret in Secrets.All.Where(secret => secret.Variable.Length > 0))
            if (Secrets.Value(secret.Id) is { } value) environment[secret.Variable] = value;
        foreach (var variable in command.Variables.Select(Resolved).OfType<Variable>())
        {
            if (variable.Name.Length == 0 || variable.Name.AsSpan().IndexOfAny('=', '\0') >= 0)
                throw new LaunchException($"\"{variable.Name}\" is no name of a variable: it must hold at least one character and neither = nor a zero byte");
            if (variable.Value.Contains('\0', StringComparison.Ordinal))
                throw new LaunchException($"the value of {variable.Name} holds a zero byte, which no variable can");
            if (Encoding.UTF8.GetByteCount(variable.Name) + 1 + Encoding.UTF8.GetByteCount(variable.Value) >= LongestArgument)
                throw new LaunchException($"the value of {variable.Name} is too long: a variable has {LongestArgument} bytes at most");
            environment[variable.Name] = variable.Value;
        }

        if (Socket.Length > 0) environment[RequestSocket.Variable] = Socket;
        if (environment.TryGetValue("PATH", out var path) && !string.IsNullOrEmpty(path)) environment["PATH"] = CommandPath.With(path, program);
        if (command.OutputFile.Length > 0) environment["ENVIRONS_OUTPUT"] = command.OutputFile;
    }
}
