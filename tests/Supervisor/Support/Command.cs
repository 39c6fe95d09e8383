using System.Diagnostics;

namespace Environs.Supervisor.Tests.Support;

/// <summary>Runs real programs.</summary>
public static class Command
{
    /// <summary>The supervisor under test: the static one when ENVIRONS_SUPERVISOR names it, else what the build made.</summary>
    public static string Supervisor { get; } =
        Environment.GetEnvironmentVariable("ENVIRONS_SUPERVISOR") is { Length: > 0 } path ? path : Path.Combine(AppContext.BaseDirectory, "Environs.Supervisor");

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
}
