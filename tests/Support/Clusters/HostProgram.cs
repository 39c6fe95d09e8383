using System.Diagnostics;

namespace Environs.Support.Clusters;

/// <summary>Runs programs of this machine to their end.</summary>
public static class HostProgram
{
    /// <summary>What the program said.</summary>
    /// <param name="program">Name or path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="variables">Added to this process' own.</param>
    /// <exception cref="TimeoutException">It did not end within 20 minutes.</exception>
    public static async Task<ProgramResult> RunAsync(string program, IEnumerable<string> arguments, IDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(20));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', start.ArgumentList)} did not end.");
        }

        return new(process.ExitCode, await output, await errors, $"{Path.GetFileName(program)} {string.Join(' ', start.ArgumentList)}");
    }
}
