using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Environs.Supervisor.Init;

namespace Environs.Supervisor.Content;

/// <summary>Runs git so that it can neither ask, nor hang, nor be led to run something else.</summary>
/// <param name="program">git's file, or its name to look up in PATH.</param>
/// <param name="stall">
/// How long git may say nothing before it is ended. git's own limit (http.lowSpeedLimit) is not used: it takes a server that compresses
/// a large repository, and sends nothing but its progress, for one that hangs; and it knows http only.
/// </param>
/// <param name="log">Where progress is shown.</param>
/// <param name="time">Clock that measures the silence.</param>
internal sealed class Git(string program, TimeSpan stall, Log log, TimeProvider time)
{
    // ext:: and file:// never leave this list, whatever a repository's configuration or a redirect says.
    private const string AllowedProtocols = "http:https:git:ssh";

    /// <summary>Hosts and the helpers that know their credentials.</summary>
    internal IReadOnlyList<(string Host, string Helper)> Credentials { get; init; } = [];

    /// <summary>The operator's configuration, which says whom to ask about servers with authorities of their own; it need not be there.</summary>
    internal string Included { get; init; } = "/dev/null";

    /// <summary>Runs git in <paramref name="folder"/> and returns its output without the final line end; throws when it fails.</summary>
    /// <param name="folder">Working folder.</param>
    /// <param name="address">Address whose credentials git may ask for.</param>
    /// <param name="arguments">Arguments, none of them secret.</param>
    /// <param name="cancellation">Ends git.</param>
    internal async Task<string> RunAsync(string folder, GitAddress? address, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var result = await TryAsync(folder, address, arguments, cancellation);
        return result.ExitCode == 0 ? result.Output : throw GitFailure.Of(result);
    }

    /// <summary>Runs git and tells how it ended.</summary>
    internal async Task<GitResult> TryAsync(string folder, GitAddress? address, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        using var process = Start(folder, address, arguments);
        using var silence = new SilenceWatch(stall, time, cancellation);
        try
        {
            var errors = new GitMessages(log, time);
            var output = process.StandardOutput.ReadToEndAsync(silence.Token);
            await errors.ReadAsync(process.StandardError, silence.Heard, silence.Token);
            var text = await output;
            await process.WaitForExitAsync(silence.Token);
            return new GitResult(process.ExitCode, text.TrimEnd('\n'), errors.Text, Stalled: false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new GitResult(-1, "", $"no answer for {stall.TotalSeconds:0} seconds", Stalled: true);
        }
        finally
        {
            // Its helpers (git-remote-https, index-pack) must not write on after we have given up.
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }

    private Process Start(string folder, GitAddress? address, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Surroundings(address)) start.Environment[name] = value;
        // The request may hold credentials of other repositories.
        start.Environment.Remove(InitSettings.ContentVariable);
        start.Environment.Remove("GIT_DIR");
        start.Environment.Remove("GIT_WORK_TREE");
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception e)
        {
            throw new ContentException($"git cannot be started: {e.Message}", refused: false);
        }
    }

    private IEnumerable<(string Name, string Value)> Surroundings(GitAddress? address)
    {
        yield return ("LC_ALL", "C");
        yield return ("GIT_ALLOW_PROTOCOL", AllowedProtocols);
        yield return ("GIT_TERMINAL_PROMPT", "0");
        yield return ("GIT_ASKPASS", address is { HasCredentials: true } ? Askpass.Program : "");
        yield return ("SSH_ASKPASS", "");
        yield return (Askpass.ServerVariable, address?.Server ?? "");
        yield return (Askpass.UserVariable, address?.User ?? "");
        yield return (Askpass.PasswordVariable, address?.Password ?? "");
        yield return ("GIT_SSH_COMMAND", "ssh -o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=15 -o StrictHostKeyChecking=accept-new");
        yield return ("GIT_CONFIG_GLOBAL", "/dev/null");
        yield return ("GIT_OPTIONAL_LOCKS", "0");
        // Our clones are full; one that misses objects would ask a remote, or a program, of its user's choice.
        yield return ("GIT_NO_LAZY_FETCH", "1");

        // An earlier clone's own configuration is the user's: it must not run anything in this container,
        // and its owner may well be another user than ours.
        (string, string)[] settings =
        [
            ("include.path", Included),
            ("safe.directory", "*"),
            ("core.fsmonitor", "false"),
            ("core.hooksPath", "/dev/null"),
            // What a configuration names is not asked; what comes after this is.
            ("credential.helper", ""),
            .. Credentials.Select(credential => ($"credential.https://{credential.Host}.helper", credential.Helper)),
            ("gc.auto", "0"),
            ("maintenance.auto", "false"),
            ("advice.detachedHead", "false"),
        ];
        yield return ("GIT_CONFIG_COUNT", settings.Length.ToString(CultureInfo.InvariantCulture));
        for (var i = 0; i < settings.Length; i++)
        {
            yield return ($"GIT_CONFIG_KEY_{i}", settings[i].Item1);
            yield return ($"GIT_CONFIG_VALUE_{i}", settings[i].Item2);
        }
    }
}
