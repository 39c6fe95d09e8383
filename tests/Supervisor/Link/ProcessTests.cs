using System.Diagnostics;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Link;

/// <summary>The supervisor as a process, static where ENVIRONS_SUPERVISOR names one, and an operator.</summary>
[Trait("Category", "Program")]
public sealed class ProcessTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly TestAuthority authority = new();
    private readonly TemporaryFolder root = new();
    // Only its files are used.
    private readonly TestLink files = new();
    private readonly LogLines log = new();
    private TestOperator test = null!;
    private Process? supervisor;

    public async ValueTask InitializeAsync() => test = await TestOperator.StartAsync(authority.Issue());

    public async ValueTask DisposeAsync()
    {
        if (supervisor is { HasExited: false }) supervisor.Kill();
        supervisor?.Dispose();
        await files.DisposeAsync();
        await test.DisposeAsync();
        authority.Dispose();
        root.Dispose();
        await log.DisposeAsync();
    }

    [Fact]
    public async Task It_connects_reports_and_says_goodbye()
    {
        files.Publish(test.Address.ToString(), authority.Pem);
        var watch = Stopwatch.StartNew();

        Start();
        var stream = await StreamAsync(0);
        await stream.ReportedAsync(report => report.DesiredVersion == 1, "the acknowledgement");
        var connected = watch.Elapsed;

        output.WriteLine($"connected after {connected.TotalMilliseconds:F0} ms, resident {Resident() / 1024} MiB, {new FileInfo(Command.Supervisor).Length / 1e6:F1} MB on disk");
        Assert.Equal("machine", stream.Reports[0].Container);
        Assert.Equal(32, stream.Reports[0].Boot.Length);
        if (IsStatic)
        {
            Assert.InRange(Resident() / 1024, 0, 40);
            Assert.InRange(new FileInfo(Command.Supervisor).Length, 0, 20_000_000);
        }

        await Command.RunAsync("kill", ["-TERM", $"{supervisor!.Id}"]);
        await supervisor.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, supervisor.ExitCode);
        await Eventually.TrueAsync(() => stream.WasClosed, "the goodbye");
        Assert.Contains($"connected to the operator at {test.Address}", log.All);
        Assert.DoesNotContain(log.All, line => line.Contains("signature", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_ten_services_it_stays_small()
    {
        test.FirstWord = Services(10, "sleep 1000");
        files.Publish(test.Address.ToString(), authority.Pem);

        Start();
        var stream = await StreamAsync(0);
        await stream.ReportedAsync(report => report.Services.Count(service => service.Phase == ServicePhase.Running) == 10, "ten services run");
        // A few rounds of ready checks.
        await Task.Delay(3000, TestContext.Current.CancellationToken);

        output.WriteLine($"resident {Resident() / 1024} MiB with ten services");
        if (IsStatic) Assert.InRange(Resident() / 1024, 0, 40);
        Assert.InRange(stream.Reports.Count, 1, 12);
    }

    [Fact]
    public async Task While_the_operator_is_away_services_go_on_and_when_it_comes_back_none_starts_again()
    {
        test.FirstWord = Services(3, $"echo started >> {root["started"]}; exec sleep 1000");
        files.Publish(test.Address.ToString(), authority.Pem);
        Start();
        await (await StreamAsync(0)).ReportedAsync(AllRun, "all run");

        await test.StopAsync();
        await LoggedAsync("connection to the operator lost: ");
        await test.ListenAsync(authority.Issue());

        var stream = await StreamAsync(1);
        Assert.True(AllRun(stream.Reports[0]), "the new stream's first report tells everything");
        await stream.ReportedAsync(report => report.DesiredVersion == 1 && AllRun(report), "all still run");
        Assert.Equal(3, (await File.ReadAllLinesAsync(root["started"])).Length);

        await Command.RunAsync("kill", ["-TERM", $"{supervisor!.Id}"]);
        await Eventually.TrueAsync(() => stream.WasClosed, "the goodbye");
        Assert.All(stream.Reports[^1].Services, service => Assert.Equal(ServicePhase.Stopped, service.Phase));

        static bool AllRun(Report report) => report.Services.Count(service => service.Phase == ServicePhase.Running) == 3;
    }

    [Fact]
    public async Task It_runs_and_stops_without_an_operator_and_finds_one_that_comes_later()
    {
        Start();
        await LoggedAsync($"the operator is not known yet: {files.Folder}/address is not there");

        files.Publish(test.Address.ToString(), authority.Pem);
        await StreamAsync(0);
        await test.StopAsync();

        var watch = Stopwatch.StartNew();
        await Command.RunAsync("kill", ["-TERM", $"{supervisor!.Id}"]);
        await supervisor.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, supervisor.ExitCode);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task A_false_operator_is_told_nothing()
    {
        using var another = new TestAuthority();
        files.Publish(test.Address.ToString(), another.Pem);

        Start();

        await LoggedAsync("no connection to the operator: The remote certificate is invalid");
        await Eventually.TrueAsync(() => test.Connections >= 2, "another dial");
        Assert.Equal(0, test.Dials);
    }

    [Fact]
    public async Task In_an_image_that_holds_nothing_else_it_connects()
    {
        Assert.SkipUnless(IsStatic, "needs the static supervisor: ENVIRONS_SUPERVISOR names it");
        Assert.SkipUnless(Posix.Libc.GetEffectiveUserId() == 0, "needs root to change the root folder");
        foreach (var folder in new[] { "proc", "environs/operator", "environs/home", "environs/run", "etc" }) Directory.CreateDirectory(root["image/" + folder]);
        File.Copy(Command.Supervisor, root["image/supervisor"]);
        // Every container has it.
        Directory.CreateDirectory(root["image/dev"]);
        await Command.RunAsync("mknod", ["--mode=666", root["image/dev/urandom"], "c", "1", "9"]);
        await File.WriteAllTextAsync(root["image/environs/operator/address"], test.Address.ToString());
        await File.WriteAllTextAsync(root["image/environs/operator/ca.crt"], authority.Pem);
        await File.WriteAllTextAsync(root["image/environs/operator/token"], TestLink.Token);

        supervisor = Command.Start("unshare", ["--pid", "--fork", "--mount-proc", "--kill-child", "--root=" + root["image"], "/supervisor", "run"]);

        await (await StreamAsync(0)).ReportedAsync(report => report.DesiredVersion == 1, "the acknowledgement");
    }

    [Fact]
    public async Task Another_process_is_told_apart()
    {
        files.Publish(test.Address.ToString(), authority.Pem);
        Start();
        var first = await StreamAsync(0);
        supervisor!.Kill();
        Start();
        var second = await StreamAsync(1);

        Assert.NotEqual(first.Reports[0].Boot, second.Reports[0].Boot);
    }

    private static bool IsStatic => Environment.GetEnvironmentVariable("ENVIRONS_SUPERVISOR") is { Length: > 0 };

    private void Start()
    {
        Directory.CreateDirectory(root["home"]);
        supervisor = Command.Start(Command.Supervisor, ["run"], root.Path, new Dictionary<string, string>
        {
            ["ENVIRONS_HOME"] = root["home"],
            ["ENVIRONS_PASSWD"] = "/dev/null",
            ["ENVIRONS_GITCONFIG"] = root["gitconfig"],
            ["ENVIRONS_COMMANDS"] = root["commands"],
            ["ENVIRONS_RUN"] = root["run"],
            ["ENVIRONS_OPERATOR"] = files.Folder,
            ["ENVIRONS_CONTAINER"] = "machine",
        });
        supervisor.OutputDataReceived += (_, _) => { };
        supervisor.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        supervisor.BeginOutputReadLine();
        supervisor.BeginErrorReadLine();
    }

    private async Task<TestStream> StreamAsync(int index)
    {
        await Eventually.TrueAsync(() => test.Streams.Count > index && test.Streams[index].Reports.Count > 0, "a stream with a report");
        return test.Streams[index];
    }

    private Desired Services(int count, string start)
    {
        var desired = new Desired { Version = 1, WorkspaceFolder = root.Path };
        for (var i = 0; i < count; i++)
            desired.Services.Add(new DesiredService { Id = $"id-{i}", Reference = $"service-{i}", Session = "1", Run = true, Start = start, Ready = "true" });
        return desired;
    }

    private Task LoggedAsync(string start) =>
        Eventually.TrueAsync(() => log.All.Any(line => line.StartsWith(start, StringComparison.Ordinal)), start);

    // KiB.
    private long Resident() =>
        long.Parse(File.ReadLines($"/proc/{supervisor!.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
}
