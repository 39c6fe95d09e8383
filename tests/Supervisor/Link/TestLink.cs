using Environs.Supervisor.Link;
using Environs.Supervisor.Posix;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Link;

/// <summary>A link under test with its files, its workload and what it logs.</summary>
internal sealed class TestLink : IAsyncDisposable
{
    /// <summary>As long as real ones are.</summary>
    internal static readonly string Token = $"header.{new string('x', 800)}.signature";

    private readonly TemporaryFolder folder = new();
    private readonly LogLines lines = new();
    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;
    private int generation;

    internal TestLink() => Settings = new LinkSettings(folder.Path, "dev")
    {
        FirstPause = TimeSpan.FromMilliseconds(50),
        LongestPause = TimeSpan.FromMilliseconds(400),
        Look = TimeSpan.FromMilliseconds(20),
        LookAtAutomations = TimeSpan.FromMilliseconds(50),
        KeepAlive = TimeSpan.FromSeconds(1),
        KeepAliveTimeout = TimeSpan.FromSeconds(1),
    };

    internal LinkSettings Settings { get; set; }

    /// <summary>Asks on the connection of the link that was started last.</summary>
    internal OperatorCalls? Calls { get; private set; }

    internal TestWorkload Workload { get; } = new();

    internal string Folder => folder.Path;

    internal IReadOnlyList<string> Log => lines.All;

    internal void Start()
    {
        var log = new Log(lines);
        Calls = new OperatorCalls(Settings, TimeProvider.System);
        running = Task.Run(() => new OperatorLink(Settings, Workload, Calls, log, TimeProvider.System, new Random(1)).RunAsync(stop.Token));
    }

    /// <summary>Writes the files as kubelet does: into a new folder, which then takes the old one's place.</summary>
    internal void Publish(string? address, string? authorities, string? token = "")
    {
        var name = $"..{++generation}";
        Directory.CreateDirectory(folder[name]);
        foreach (var (file, content) in new[] { ("address", address), ("ca.crt", authorities), ("token", token is "" ? Token : token) })
        {
            if (content is not null) File.WriteAllText(Path.Combine(folder[name], file), content);
            if (!new FileInfo(folder[file]).Exists && new FileInfo(folder[file]).LinkTarget is null) File.CreateSymbolicLink(folder[file], "..data/" + file);
        }

        File.CreateSymbolicLink(folder["..data_tmp"], name);
        Libc.TryRename(folder["..data_tmp"], folder["..data"]);
    }

    internal async Task StopAsync()
    {
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stop.Dispose();
        Calls?.Dispose();
        folder.Dispose();
        lines.Dispose();
    }
}
