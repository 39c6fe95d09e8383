using System.Diagnostics;
using Environs.Runtime.Tests.Widgets;
using k8s;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Environs.Runtime.Tests.Replicas;

/// <summary>A process of its own with the widget controller, started from this very program.</summary>
internal sealed class Replica : IDisposable
{
    private readonly Process process;
    private readonly List<string> lines = [];

    private Replica(Process process, string identity) => (this.process, Identity) = (process, identity);

    public string Identity { get; }

    public static Replica Start(string address, string ns, string identity)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Environs.Runtime.Tests"))
        {
            ArgumentList = { "replica", address, ns, identity },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        var replica = new Replica(process, identity);
        process.OutputDataReceived += (_, line) => replica.Add(line.Data);
        process.ErrorDataReceived += (_, line) => replica.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return replica;
    }

    /// <summary>What it logged so far.</summary>
    public string Log
    {
        get
        {
            lock (lines)
                return string.Join('\n', lines);
        }
    }

    public bool Ended => process.HasExited;

    public int ExitCode => process.ExitCode;

    public void Send(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    /// <summary>What the child process does.</summary>
    public static async Task<int> RunAsync(string address, string ns, string identity)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.AddSingleton(new KubernetesClientConfiguration { Host = address });
        builder.Services.AddSingleton<Passes>();
        WidgetHost.Add(builder.Services, WidgetHost.Options(ns) with { Identity = identity, UserAgent = identity, LeaderElection = true });
        await builder.Build().RunAsync();
        return System.Environment.ExitCode;
    }

    private void Add(string? line)
    {
        lock (lines)
            lines.Add($"{Identity}: {line}");
    }
}
