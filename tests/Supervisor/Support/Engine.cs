using System.Text;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Launch;
using Environs.Supervisor.Processes;
using Environs.Supervisor.Secrets;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Tests.Support;

/// <summary>The engine in this process, with the real program to start commands and short limits.</summary>
internal sealed class Engine : IDisposable
{
    private readonly TemporaryFolder root;
    private readonly ContainerLog container;
    private readonly StringWriter log = new();
    private ulong version;

    internal Engine(TemporaryFolder root, Func<WorkSettings, WorkSettings>? change = null, Stream? container = null, SecretFiles? secrets = null)
    {
        this.root = root;
        Directory.CreateDirectory(root["workspace"]);
        var settings = new WorkSettings(
            root["run"], Command.Supervisor, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20), TimeSpan.FromMilliseconds(100), 64 * 1024);
        settings = change?.Invoke(settings) ?? settings;
        var lines = new Log(log);
        Folder = new RunFolder(settings.Folder, lines);
        var processes = new ProcessTable("/proc", Environment.ProcessId);
        this.container = new ContainerLog(container ?? Output);
        Work = new Workload(new WorkTools(settings, Folder, new Launcher(settings.Program, Folder, processes, TimeProvider.System) { Secrets = secrets ?? SecretFiles.None }, this.container, lines, TimeProvider.System));
    }

    internal Workload Work { get; }

    internal RunFolder Folder { get; }

    internal SharedStream Output { get; } = new();

    internal string Lines => Output.ToString();

    internal string Log => log.ToString();

    internal Report Report
    {
        get
        {
            var report = new Report();
            Work.FillIn(report);
            return report;
        }
    }

    internal ServiceReport? Service(string id = "s") => Report.Services.SingleOrDefault(service => service.Id == id);

    internal StepReport? Step(string step = "one", string execution = "e") => Report.Steps.SingleOrDefault(each => each.Execution == execution && each.Step == step);

    internal Desired Desired(params object[] wishes)
    {
        var desired = new Desired { Version = ++version, WorkspaceFolder = root["workspace"] };
        desired.Services.AddRange(wishes.OfType<DesiredService>());
        desired.Steps.AddRange(wishes.OfType<DesiredStep>());
        return desired;
    }

    internal void Want(params object[] wishes) => Work.Take(Desired(wishes));

    internal static DesiredService AService(string start, string session = "1", bool run = true, string ready = "", string stop = "", int readinessTimeout = 0) => new()
    {
        Id = "s",
        Reference = "web",
        Session = session,
        Run = run,
        Start = start,
        Ready = ready,
        Stop = stop,
        ReadinessTimeout = readinessTimeout,
    };

    internal static DesiredStep AStep(string command, string step = "one", string execution = "e", bool stop = false) => new()
    {
        Execution = execution,
        Step = step,
        Label = $"build {step}",
        Command = command,
        Stop = stop,
    };

    internal async Task<ServiceReport> UntilAsync(ServicePhase phase, string session = "1")
    {
        await Eventually.TrueAsync(() => Service() is { } service && service.Phase == phase && service.Session == session, $"{phase} of session {session}");
        return Service()!;
    }

    internal async Task<StepReport> UntilAsync(StepPhase phase, string step = "one")
    {
        await Eventually.TrueAsync(() => Step(step)?.Phase == phase, $"step {step} is {phase}");
        return Step(step)!;
    }

    public void Dispose()
    {
        Work.StopAsync(TimeSpan.FromSeconds(30)).GetAwaiter().GetResult();
        container.Dispose();
    }
}
