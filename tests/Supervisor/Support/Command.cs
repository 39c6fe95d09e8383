using System.Diagnostics;
using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Tests.Support;

/// <summary>Runs real programs.</summary>
public static class Command
{
    /// <summary>The supervisor under test: the static one when ENVIRONS_SUPERVISOR names it, else what the build made.</summary>
    public static string Supervisor { get; } = Environment.GetEnvironmentVariable("ENVIRONS_SUPERVISOR") is { Length: > 0 } path
        ? WithinReach(path)
        // In its own project's folder: ours lacks libraries that tests have from ASP.NET.
        : Path.Combine(AppContext.BaseDirectory.Replace("/tests/Supervisor/", "/src/Supervisor/", StringComparison.Ordinal), "Environs.Supervisor");

    /// <summary>Skips a test that becomes somebody else, where it cannot or where that user could not reach the supervisor.</summary>
    internal static async Task NeedSomebodyElseAsync()
    {
        Assert.SkipUnless(Libc.GetEffectiveUserId() == 0, "needs root to become somebody else");
        var reached = await RunAsync("setpriv", ["--reuid=65534", "--clear-groups", "test", "-x", Supervisor]);
        Assert.SkipUnless(reached.ExitCode == 0, $"nobody but root reaches {Supervisor}; `make test` uses the static supervisor, which it can place elsewhere");
    }

    public static async Task<CommandResult> RunAsync(string program, IEnumerable<string> arguments, string? folder = null, IDictionary<string, string>? variables = null)
    {
        using var process = Start(program, arguments, folder, variables);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end");
        }

        return new CommandResult(process.ExitCode, await output, await errors);
    }

    public static Process Start(string program, IEnumerable<string> arguments, string? folder = null, IDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Runs git as a developer would; throws when it fails.</summary>
    public static async Task<string> GitAsync(string folder, params string[] arguments)
    {
        var result = await RunAsync("git", arguments, folder, new Dictionary<string, string>
        {
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_AUTHOR_NAME"] = "Ada",
            ["GIT_AUTHOR_EMAIL"] = "ada@example.com",
            ["GIT_COMMITTER_NAME"] = "Ada",
            ["GIT_COMMITTER_EMAIL"] = "ada@example.com",
            ["GIT_CONFIG_COUNT"] = "1",
            ["GIT_CONFIG_KEY_0"] = "safe.directory",
            ["GIT_CONFIG_VALUE_0"] = "*",
        });
        return result.ExitCode == 0 ? result.Output.TrimEnd('\n') : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {result.Errors}");
    }

    // A checkout may lie in a folder of root's own, and some tests become somebody else.
    private static string WithinReach(string path)
    {
        var copy = Path.Combine(Directory.CreateTempSubdirectory("environs-supervisor-").FullName, "supervisor");
        File.Copy(path, copy);
        var everyone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(Path.GetDirectoryName(copy)!, everyone);
        File.SetUnixFileMode(copy, everyone);
        return copy;
    }
}
