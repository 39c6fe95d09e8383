using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Launch;
using Environs.Supervisor.Posix;
using Environs.Supervisor.Processes;
using Environs.Supervisor.Ssh;
using Environs.Supervisor.Tests.Support;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Tests.Ssh;

/// <summary>The part of the supervisor that serves SSH, in this process, with the real programs.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly TemporaryFolder root;
    private readonly StringWriter log = new();
    private readonly CancellationTokenSource stop = new();
    private readonly SshServer server;
    private readonly Task running;

    internal RunningServer(TemporaryFolder root, int port, string user = "")
    {
        this.root = root;
        var programs = root["programs"];
        if (!Directory.Exists(programs)) Bring(programs);
        foreach (var folder in (string[])["workspace", "home", "run"]) Directory.CreateDirectory(root[folder]);
        foreach (var folder in (string[])["", "workspace", "home"]) File.SetUnixFileMode(root[folder], Everyone);
        var lines = new Log(TextWriter.Synchronized(log));
        var folderOfRun = new RunFolder(root["run"], lines);
        folderOfRun.Claim();
        var launcher = new Launcher(Command.Supervisor, folderOfRun, new ProcessTable("/proc", Environment.ProcessId), TimeProvider.System)
        {
            Surroundings = new Surroundings(user, [], [new Variable { Name = "REMOTE", Value = "as it shall be" }, new Variable { Name = "HOME", Value = root["home"] }]),
        };
        server = new SshServer(new SshSettings(Path.Combine(programs, "dropbearmulti"), Command.Supervisor, root["run/ssh"], root["home/.environs-ssh-host-key"], port), launcher, lines, TimeProvider.System);
        server.Changed += _ => Said.Enqueue(Report!);
        running = Task.Run(() => server.RunAsync(stop.Token));
    }

    private static UnixFileMode Everyone =>
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    internal ConcurrentQueue<SshReport> Said { get; } = new();

    internal SshSessions Sessions => server.Sessions;

    internal string Log => log.ToString();

    internal SshReport? Report
    {
        get
        {
            var report = new Report();
            server.FillIn(report);
            return report.Ssh;
        }
    }

    internal static void Need()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ENVIRONS_SSH") is { Length: > 0 }, "needs the SSH server: ENVIRONS_SSH names the folder that images/ssh-programs has filled");
        Assert.SkipUnless(Libc.GetEffectiveUserId() == 0, "needs root, whose name is known");
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    internal void Want(params string[] keys) => server.Take(new Desired { WorkspaceFolder = root["workspace"], SshKeys = { keys } });

    /// <summary>Wants these keys, and returns when they are in force.</summary>
    internal async Task LetInAsync(params SshClient[] clients)
    {
        Want([.. clients.Select(client => client.PublicKey)]);
        await Eventually.TrueAsync(() => Report is { } report && report.Fingerprints.Count == clients.Length && (report.Port > 0) == (clients.Length > 0), $"{clients.Length} keys are in force: {Report}\n{Log}");
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        Sessions.Allow(new HashSet<string>());
        stop.Dispose();
    }

    private static void Bring(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in SshSettings.Programs) File.Copy(Path.Combine(Environment.GetEnvironmentVariable("ENVIRONS_SSH")!, name), Path.Combine(folder, name));
    }
}
