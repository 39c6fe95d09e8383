using System.Diagnostics;
using System.Globalization;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Posix;
using Environs.Supervisor.Tests.Link;
using Environs.Supervisor.Tests.Support;
using static Environs.Supervisor.Tests.Support.Engine;

namespace Environs.Supervisor.Tests.Work;

/// <summary>Services and steps of the supervisor that is the first process of a PID namespace, told by an operator.</summary>
[Trait("Category", "Program")]
public sealed class ContainerTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly TestAuthority authority = new();
    private readonly TemporaryFolder root = new();
    // Only its files are used.
    private readonly TestLink files = new();
    private readonly List<string> lines = [];
    private TestOperator test = null!;
    private Process container = null!;
    private int supervisor;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Libc.GetEffectiveUserId() == 0, "needs root to make a PID namespace");
        foreach (var folder in (string[])["home", "workspace"]) Directory.CreateDirectory(root[folder]);
        test = await TestOperator.StartAsync(authority.Issue());
        files.Publish(test.Address.ToString(), authority.Pem);
    }

    public async ValueTask DisposeAsync()
    {
        if (container is { HasExited: false }) container.Kill(entireProcessTree: true);
        await files.DisposeAsync();
        await test.DisposeAsync();
        authority.Dispose();
        root.Dispose();
    }

    [Fact]
    public async Task A_container_that_stops_stops_its_services_and_steps_by_their_rules()
    {
        var database = AService("touch started; sleep 1000", ready: "test -f started", stop: "echo by command > stopped; sleep 0.2; echo good >> stopped");
        database.Id = database.Reference = "database";
        await StartAsync(
            AService("trap 'sleep 0.5; echo tidy > tidied; exit' TERM; touch web; while :; do sleep 0.05; done", ready: "test -f web"),
            database,
            AStep("trap 'exit 9' TERM; touch step; while :; do sleep 0.05; done"));
        await UntilAsync(report => report.Services.Count == 2 && report.Services.All(service => service.Phase == ServicePhase.Running) && File.Exists(root["workspace/step"]), "all run");

        await Command.RunAsync("kill", ["-TERM", Supervisor]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await container.WaitForExitAsync(limit.Token);

        Assert.Equal(0, container.ExitCode);
        Assert.Equal("tidy\n", await File.ReadAllTextAsync(root["workspace/tidied"]));
        Assert.Equal("by command\ngood\n", await File.ReadAllTextAsync(root["workspace/stopped"]));
        await UntilAsync(
            report => report.Services.Count == 2 && report.Services.All(service => service.Phase == ServicePhase.Stopped) && report.Steps.Single() is { Phase: StepPhase.Stopped, ExitCode: 9 },
            "the last report");
    }

    [Fact]
    public async Task Services_start_again_and_steps_are_lost_when_the_supervisor_is_killed()
    {
        object[] wishes = [AService("echo up >> starts; sleep 1000"), AStep("echo run >> runs; sleep 1000"), AStep("echo ended >> runs", "two")];
        await StartAsync(wishes);
        await UntilAsync(report => report.Steps.Any(step => step.Phase == StepPhase.Succeeded) && Count("runs") == 2 && Count("starts") == 1, "all run");

        await Command.RunAsync("kill", ["-KILL", Supervisor]);
        await container.WaitForExitAsync(TestContext.Current.CancellationToken);
        await StartAsync(wishes);

        await UntilAsync(report => report.Services.Any(service => service.Phase == ServicePhase.Running) && report.Steps.Count == 2, "what was lost");
        Assert.Equal(
            [("one", StepPhase.Lost), ("two", StepPhase.Succeeded)],
            test.Streams[^1].Reports[^1].Steps.Select(step => (step.Step, step.Phase)).Order());
        await Eventually.TrueAsync(() => Count("starts") == 2, "the service starts again");
        Assert.Equal(2, Count("runs"));
    }

    [Fact]
    public async Task Exit_codes_are_right_and_no_zombie_stays_whatever_comes_as_an_orphan()
    {
        await StartAsync([.. Enumerable.Range(0, 50).Select(i => AStep($"(sh -c 'sleep 0.1' &) ; (setsid sleep 0.2 &); sleep 0.1; {(i % 2 == 0 ? $"exit {i}" : "kill -9 $$")}", $"s{i}"))]);
        await UntilAsync(report => report.Steps.Count == 50 && report.Steps.All(step => step.Phase != StepPhase.Running), "all end", 60);
        Assert.Equal(
            Enumerable.Range(0, 50).ToDictionary(i => $"s{i}", i => i % 2 == 0 ? i : 137),
            test.Streams[^1].Reports[^1].Steps.ToDictionary(step => step.Step, step => step.ExitCode));
        await Eventually.TrueAsync(() => Children() == "", "no child is left");
    }

    [Fact]
    public async Task Ten_services_cost_little()
    {
        await StartAsync([.. Enumerable.Range(0, 10).Select(i =>
        {
            var service = AService($"date +%s%3N > first{i}; exec sleep 1000", ready: $"test -f first{i}");
            service.Id = service.Reference = $"service-{i}";
            return service;
        })]);
        await UntilAsync(report => report.Services.Count(service => service.Phase == ServicePhase.Running) == 10, "all run");
        await Eventually.TrueAsync(() => Children().Split(' ').Length == 10, "nothing but the services is left");

        var resident = Resident();
        output.WriteLine($"resident {resident} KiB, {Directory.GetDirectories($"/proc/{Supervisor}/task").Length} threads");
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ENVIRONS_SUPERVISOR") is { Length: > 0 }, "what counts is the static supervisor: ENVIRONS_SUPERVISOR names it");
        Assert.InRange(resident, 1, 40 * 1024);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_image_of_busybox_or_of_nothing_will_do(bool hasShell)
    {
        var binary = Environment.GetEnvironmentVariable("ENVIRONS_SUPERVISOR");
        Assert.SkipUnless(binary is { Length: > 0 }, "needs the static supervisor: ENVIRONS_SUPERVISOR names it");
        Assert.SkipUnless(File.Exists("/bin/busybox"), "needs a static busybox");
        foreach (var folder in (string[])["bin", "proc", "dev", "workspace", "environs/bin", "environs/home", "environs/operator", "etc"]) Directory.CreateDirectory(root["image/" + folder]);
        foreach (var file in (string[])["address", "ca.crt", "token"]) File.Copy(Path.Combine(files.Folder, file), root["image/environs/operator/" + file]);
        File.Copy(binary, root["image/environs/bin/supervisor"]);
        if (hasShell)
        {
            File.Copy("/bin/busybox", root["image/bin/busybox"]);
            foreach (var applet in (string[])["sh", "sleep", "cat"]) File.CreateSymbolicLink(root["image/bin/" + applet], "busybox");
        }

        // What every container has: without the second OpenSSL waits for ever.
        await Command.RunAsync("mknod", ["-m", "666", root["image/dev/null"], "c", "1", "3"]);
        await Command.RunAsync("mknod", ["-m", "666", root["image/dev/urandom"], "c", "1", "9"]);
        test.FirstWord = new Desired { Version = 1, WorkspaceFolder = "/workspace", Services = { AService("echo up > up; sleep 1000", ready: "cat up") }, Steps = { AStep("echo A=b > $ENVIRONS_OUTPUT; echo said") } };
        await StartAsync(["--root=" + root["image"], "/environs/bin/supervisor"], []);

        if (hasShell)
        {
            await UntilAsync(report => report.Services.Any(service => service.Phase == ServicePhase.Running) && report.Steps.Any(step => step.Phase == StepPhase.Succeeded && step.Output["A"] == "b"), "both run");
            Assert.Equal("said\n", await File.ReadAllTextAsync(root["image/environs/run/logs/steps/e/one.log"]));
        }
        else
        {
            await UntilAsync(report => report.Services.Any(service => service.FailureMessage.StartsWith("the image has no shell", StringComparison.Ordinal)) && report.Steps.Any(step => step.FailureMessage.StartsWith("the image has no shell", StringComparison.Ordinal)), "both fail");
        }
    }

    private string Supervisor => supervisor.ToString(CultureInfo.InvariantCulture);

    private Task StartAsync(params object[] wishes)
    {
        test.FirstWord = new Desired { Version = 1, WorkspaceFolder = root["workspace"] };
        test.FirstWord.Services.AddRange(wishes.OfType<DesiredService>());
        test.FirstWord.Steps.AddRange(wishes.OfType<DesiredStep>());
        return StartAsync([Command.Supervisor], new Dictionary<string, string>
        {
            ["ENVIRONS_HOME"] = root["home"],
            ["ENVIRONS_PASSWD"] = "/dev/null",
            ["ENVIRONS_GITCONFIG"] = root["gitconfig"],
            ["ENVIRONS_COMMANDS"] = root["commands"],
            ["ENVIRONS_RUN"] = root["run"],
            ["ENVIRONS_OPERATOR"] = files.Folder,
        });
    }

    private async Task StartAsync(string[] line, Dictionary<string, string> variables)
    {
        var streams = test.Streams.Count;
        container = Command.Start("unshare", ["--pid", "--fork", "--mount-proc", "--kill-child", .. line, "run"], root.Path, variables);
        container.ErrorDataReceived += (_, line) => { lock (lines) lines.Add(line.Data ?? ""); };
        container.OutputDataReceived += (_, _) => { };
        container.BeginErrorReadLine();
        container.BeginOutputReadLine();
        await UntilAsync(() => test.Streams.Count > streams, "it connects");
        supervisor = int.Parse((await File.ReadAllTextAsync($"/proc/{container.Id}/task/{container.Id}/children")).Trim(), CultureInfo.InvariantCulture);
    }

    private Task UntilAsync(Func<Report, bool> condition, string what, int seconds = 20) =>
        UntilAsync(() => test.Streams[^1].Reports is { Count: > 0 } reports && condition(reports[^1]), what, seconds);

    private async Task UntilAsync(Func<bool> condition, string what, int seconds = 20)
    {
        try
        {
            await Eventually.TrueAsync(condition, what, seconds);
        }
        catch
        {
            lock (lines) output.WriteLine(string.Join('\n', lines));
            output.WriteLine(test.Streams.LastOrDefault()?.Reports.LastOrDefault()?.ToString() ?? "no report");
            throw;
        }
    }

    private int Count(string file) => File.Exists(root["workspace/" + file]) ? File.ReadAllLines(root["workspace/" + file]).Length : 0;

    private string Children() =>
        string.Join(' ', Directory.EnumerateDirectories($"/proc/{Supervisor}/task").Select(task => File.ReadAllText(Path.Combine(task, "children")).Trim()).Where(children => children.Length > 0));

    // KiB.
    private long Resident() =>
        long.Parse(File.ReadLines($"/proc/{Supervisor}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
