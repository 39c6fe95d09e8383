using System.Diagnostics;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Tests.Link;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Commands;

/// <summary>A supervisor as a process, an operator, and the command <c>environs</c> as somebody in the container would call it.</summary>
internal sealed class Container : IAsyncDisposable
{
    private readonly TestAuthority authority = new();
    private readonly TestLink files = new();
    private readonly LogLines log = new();
    private Process? supervisor;

    private Container(TestOperator test) => Operator = test;

    internal TestOperator Operator { get; }

    internal TemporaryFolder Root { get; } = new();

    internal string Socket => Root["run/dev.sock"];

    internal IReadOnlyList<string> Log => log.All;

    /// <summary>The link beside the supervisor, as the init container makes it.</summary>
    internal string Program
    {
        get
        {
            var link = Path.Combine(Path.GetDirectoryName(Command.Supervisor)!, "environs");
            if (!File.Exists(link)) File.CreateSymbolicLink(link, Path.GetFileName(Command.Supervisor));
            return link;
        }
    }

    internal static async Task<Container> StartAsync(Desired? desired = null, bool connects = true)
    {
        using var first = new TestAuthority();
        var container = new Container(await TestOperator.StartAsync(first.Issue()));
        await container.Operator.StopAsync();
        if (connects) await container.ConnectAsync();
        if (desired is not null)
        {
            desired.WorkspaceFolder = container.Root.Path;
            container.Operator.FirstWord = desired;
        }

        Directory.CreateDirectory(container.Root["home"]);
        Directory.CreateDirectory(container.Root["run"]);
        Directory.CreateDirectory(container.Root["commands"]);
        _ = container.Program;
        container.Start();
        await Eventually.TrueAsync(() => File.Exists(container.Socket), "the socket");
        if (connects) await container.StreamAsync(0);
        return container;
    }

    /// <summary>Lets the operator be there.</summary>
    internal async Task ConnectAsync()
    {
        await Operator.ListenAsync(authority.Issue());
        Publish(TestLink.Token);
    }

    internal void Publish(string token) => files.Publish(Operator.Address.ToString(), authority.Pem, token);

    internal async Task<TestStream> StreamAsync(int index)
    {
        await Eventually.TrueAsync(() => Operator.Streams.Count > index && Operator.Streams[index].Reports.Count > 0, "a stream with a report");
        return Operator.Streams[index];
    }

    internal Task<CommandResult> RunAsync(params string[] line) => Command.RunAsync(Program, line, Root.Path, Variables);

    internal Dictionary<string, string> Variables => new() { ["ENVIRONS_SOCKET"] = Socket };

    /// <summary>As when the node kills it and its container is started again.</summary>
    internal async Task RestartAsync()
    {
        supervisor!.Kill();
        await supervisor.WaitForExitAsync();
        Start();
        await Eventually.TrueAsync(async () => (await RunAsync("port", "list")).ExitCode == 0, "the next supervisor answers");
    }

    public async ValueTask DisposeAsync()
    {
        if (supervisor is { HasExited: false })
        {
            await Command.RunAsync("kill", ["-TERM", $"{supervisor.Id}"]);
            await supervisor.WaitForExitAsync();
        }

        supervisor?.Dispose();
        await files.DisposeAsync();
        await Operator.DisposeAsync();
        authority.Dispose();
        Root.Dispose();
        await log.DisposeAsync();
    }

    private void Start()
    {
        supervisor = Command.Start(Command.Supervisor, ["run"], Root.Path, new Dictionary<string, string>
        {
            ["ENVIRONS_HOME"] = Root["home"],
            ["ENVIRONS_PASSWD"] = "/dev/null",
            ["ENVIRONS_GITCONFIG"] = Root["gitconfig"],
            ["ENVIRONS_COMMANDS"] = Root["commands"],
            ["ENVIRONS_RUN"] = Root["run"],
            ["ENVIRONS_OPERATOR"] = files.Folder,
        });
        supervisor.OutputDataReceived += (_, _) => { };
        supervisor.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        supervisor.BeginOutputReadLine();
        supervisor.BeginErrorReadLine();
    }
}
