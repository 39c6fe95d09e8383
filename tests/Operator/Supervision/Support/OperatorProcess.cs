using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Environs.Support.Clusters;

namespace Environs.Operator.Tests.Supervision;

/// <summary>The whole operator as a process of its own: the program that ENVIRONS_OPERATOR_PROGRAM names (such as the one of the image), else the built one.</summary>
internal sealed class OperatorProcess : IDisposable
{
    private readonly Process process;

    private OperatorProcess(Process process, int port, int httpPort) => (this.process, Port, HttpPort) = (process, port, httpPort);

    public int Port { get; }

    public int HttpPort { get; }

    public string Program => process.StartInfo.FileName;

    /// <summary>Resident memory, in MiB.</summary>
    public double Memory => Number($"/proc/{process.Id}/status", "VmRSS:") / 1024;

    /// <summary>Seconds of a core that it has used.</summary>
    public double Seconds
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    public static async Task<OperatorProcess> StartAsync(string ns)
    {
        var cluster = await ClusterUnderTest.GetAsync();
        var program = Environment.GetEnvironmentVariable("ENVIRONS_OPERATOR_PROGRAM") is { Length: > 0 } named ? named : Path.Combine(AppContext.BaseDirectory, "Environs.Operator");
        var (port, httpPort) = (FreePort(), FreePort());
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["KUBECONFIG"] = cluster.Kubeconfig,
            ["OPERATOR__NAMESPACE"] = ns,
            ["OPERATOR__LEADERELECTION"] = "false",
            ["OPERATOR__SUPERVISORIMAGE"] = "none",
            ["OPERATOR__CONTENTIMAGE"] = "none",
            ["OPERATOR__DEFAULTIMAGE"] = "none",
            ["OPERATOR__HTTPPORT"] = $"{httpPort}",
            ["OPERATOR__SUPERVISION__PORT"] = $"{port}",
            ["OPERATOR__SUPERVISION__ADDRESS"] = $"127.0.0.1:{port}",
            ["OPERATOR__SUPERVISION__CONFIGMAP"] = TestOperator.ConfigMap,
        })
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var started = new OperatorProcess(process, port, httpPort);
        using var http = new HttpClient();
        await Eventually.TrueAsync(
            async () => (await http.GetAsync(new Uri($"http://127.0.0.1:{httpPort}/readyz"))).IsSuccessStatusCode, TimeSpan.FromSeconds(60), "the operator is ready");
        return started;
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }

    private static double Number(string file, string name) =>
        double.Parse(File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
