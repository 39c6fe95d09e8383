using System.Diagnostics;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Activity;

/// <summary>A person at a terminal: <c>kubectl exec -it</c> into the dev container.</summary>
public sealed class Terminal : IDisposable
{
    private readonly Process process;

    private Terminal(Process process) => this.process = process;

    public static async Task<Terminal> OpenAsync(InstalledOperator @operator, string @namespace, string environment)
    {
        var (kubectl, variables) = await @operator.Tools.InteractiveAsync("--namespace", @namespace, "exec", "-it", environment, "-c", "dev", "--", "sh");
        // kubectl wants a terminal on this side, too.
        var start = new ProcessStartInfo("script", ["--quiet", "--return", "--command", kubectl, "/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        var terminal = new Terminal(Process.Start(start)!);
        // Read, or it would stand still.
        _ = terminal.process.StandardOutput.ReadToEndAsync();
        return terminal;
    }

    public async Task TypeAsync(string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync();
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.Dispose();
    }
}
