using Environs.Protocol.Supervision;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Link;

/// <summary>What the link and the operator say to each other.</summary>
public sealed class LinkTests : IAsyncLifetime
{
    private readonly TestAuthority authority = new();
    private readonly TestLink link = new();
    private TestOperator test = null!;

    public async ValueTask InitializeAsync()
    {
        test = await TestOperator.StartAsync(authority.Issue());
        link.Publish(test.Address.ToString(), authority.Pem);
    }

    public async ValueTask DisposeAsync()
    {
        await link.DisposeAsync();
        await test.DisposeAsync();
        authority.Dispose();
    }

    [Fact]
    public async Task A_report_of_everything_comes_first()
    {
        test.FirstWord = null;
        link.Workload.Set("web", ServicePhase.Running);

        var stream = await ConnectAsync();

        await stream.ReportedAsync(_ => true, "a report");
        var report = stream.Reports[0];
        Assert.Equal("dev", report.Container);
        Assert.Equal(32, report.Boot.Length);
        Assert.Equal("0.1.0", report.SupervisorVersion);
        Assert.Equal(0u, report.DesiredVersion);
        Assert.Null(report.AutomationsFile);
        Assert.Equal(ServicePhase.Running, Assert.Single(report.Services).Phase);
        Assert.Equal("Bearer " + TestLink.Token, stream.Authorization);
        Assert.Equal($"operator.environs:{test.Address.Port}", stream.Authority);
    }

    [Fact]
    public async Task What_shall_be_is_taken_up_and_acknowledged()
    {
        test.FirstWord = new Desired { Version = 7, WorkspaceFolder = "/workspaces/web", Services = { new DesiredService { Id = "web", Run = true } } };

        var stream = await ConnectAsync();

        await stream.ReportedAsync(report => report.DesiredVersion == 7, "the acknowledgement");
        Assert.Equal(test.FirstWord, Assert.Single(link.Workload.Taken));
        Assert.Contains($"connected to the operator at {test.Address}", link.Log);
    }

    [Fact]
    public async Task What_is_older_is_ignored_on_the_same_stream_only()
    {
        test.FirstWord = new Desired { Version = 7 };
        var first = await ConnectAsync();
        await first.SayAsync(new Desired { Version = 6 });
        await first.SayAsync(new Desired { Version = 7 });
        await first.SayAsync(new Desired { Version = 8 });
        await first.ReportedAsync(report => report.DesiredVersion == 8, "the acknowledgement of 8");

        // Another leader counts anew.
        test.FirstWord = new Desired { Version = 3 };
        first.End();
        await Eventually.TrueAsync(() => test.Streams.Count == 2, "another stream");
        await test.Streams[1].ReportedAsync(report => report.DesiredVersion == 3, "the acknowledgement of 3");

        Assert.Equal([7u, 8u, 3u], link.Workload.Taken.Select(desired => desired.Version));
        Assert.Equal(0u, test.Streams[1].Reports[0].DesiredVersion);
    }

    [Fact]
    public async Task A_hundred_changes_at_once_are_a_few_reports()
    {
        var stream = await ConnectedAsync();
        var before = stream.Reports.Count;

        for (var i = 0; i < 100; i++) link.Workload.Set($"service-{i}", ServicePhase.Running);

        await stream.ReportedAsync(report => report.Services.Count == 100, "the last change");
        Assert.InRange(stream.Reports.Count - before, 1, 3);
    }

    [Fact]
    public async Task Changes_that_nobody_waits_for_are_told_seldom()
    {
        link.Settings = link.Settings with { Spacing = TimeSpan.FromSeconds(1) };
        var stream = await ConnectedAsync();
        var before = stream.Reports.Count;

        for (var i = 0; i < 50; i++)
        {
            link.Workload.Set("web", ServicePhase.Running, atOnce: false);
            await Task.Delay(10);
        }

        link.Workload.Set("last", ServicePhase.Running, atOnce: false);
        await stream.ReportedAsync(report => report.Services.Count == 2, "the last change");
        Assert.InRange(stream.Reports.Count - before, 1, 2);
    }

    [Fact]
    public async Task Nothing_is_said_while_nothing_changes()
    {
        var stream = await ConnectedAsync();
        var before = stream.Reports.Count;

        // Longer than every interval of these settings; keep-alive pings are no reports.
        await Task.Delay(2500);

        Assert.Equal(before, stream.Reports.Count);
        Assert.Equal(1, test.Dials);
    }

    [Fact]
    public async Task The_automations_file_is_told_of_and_followed()
    {
        using var workspace = new TemporaryFolder();
        test.FirstWord = new Desired { Version = 1, WorkspaceFolder = workspace.Path, AutomationsPaths = { ".ona/automations.yaml", ".gitpod/automations.yaml" } };
        var stream = await ConnectAsync();
        await stream.ReportedAsync(report => report is { DesiredVersion: 1, AutomationsFile.Path: "" }, "that there is none");

        Directory.CreateDirectory(workspace[".gitpod"]);
        // As large as it may be.
        var content = new string('#', 256 * 1024);
        await File.WriteAllTextAsync(workspace[".gitpod/automations.yaml"], content);

        await stream.ReportedAsync(report => report.AutomationsFile is { Path: ".gitpod/automations.yaml" } file && file.Content.ToStringUtf8() == content, "the file");
    }

    [Fact]
    public async Task What_is_too_large_together_is_told_without_the_largest_outputs()
    {
        link.Workload.Set("small", ServicePhase.Running);
        link.Workload.Services["small"].Output["PORT"] = "8080";
        foreach (var i in Enumerable.Range(0, 10))
        {
            link.Workload.Set($"large-{i}", ServicePhase.Running);
            foreach (var j in Enumerable.Range(0, 50)) link.Workload.Services[$"large-{i}"].Output[$"VALUE_{j}"] = new string('é', 2000);
        }

        var stream = await ConnectedAsync();

        var report = stream.Reports[0];
        Assert.InRange(report.CalculateSize(), 700_000, 1024 * 1024);
        Assert.Equal(11, report.Services.Count);
        Assert.Equal(5, report.Services.Count(service => service.Output.Count == 50));
        Assert.Equal("8080", report.Services.Single(service => service.Id == "small").Output["PORT"]);
        Assert.Equal(5, link.Log.Count(line => line.Contains("is not reported", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Asked_to_stop_it_reports_once_more_and_closes_the_stream()
    {
        var stream = await ConnectedAsync();
        link.Workload.Services["web"] = new ServiceReport { Id = "web", Phase = ServicePhase.Stopped };

        await link.StopAsync();

        await Eventually.TrueAsync(() => stream.WasClosed, "the end of the stream");
        Assert.Equal(ServicePhase.Stopped, Assert.Single(stream.Reports[^1].Services).Phase);
        Assert.DoesNotContain(link.Log, line => line.Contains("lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_operator_that_does_not_let_go_does_not_hold_up_the_stop()
    {
        test.IgnoresGoodbyes = true;
        await ConnectedAsync();
        var watch = System.Diagnostics.Stopwatch.StartNew();

        await link.StopAsync();

        Assert.InRange(watch.Elapsed.TotalSeconds, 0.5, 5);
    }

    [Fact]
    public async Task The_token_is_never_logged()
    {
        // Not even when the operator says it.
        test.Answer = () => new Grpc.Core.Status(Grpc.Core.StatusCode.Unauthenticated, $"\"{TestLink.Token}\" has\nexpired");

        link.Start();

        await Eventually.TrueAsync(() => link.Log.Count > 0, "a line");
        Assert.Equal("the operator refuses this supervisor: Unauthenticated: \"(our token)\" has expired", link.Log[0]);
    }

    private async Task<TestStream> ConnectAsync()
    {
        link.Start();
        await Eventually.TrueAsync(() => test.Streams.Count == 1, "a stream");
        return test.Streams[0];
    }

    // Everything that a stream begins with has been said.
    private async Task<TestStream> ConnectedAsync()
    {
        var stream = await ConnectAsync();
        await stream.ReportedAsync(report => report.DesiredVersion == 1, "the acknowledgement");
        return stream;
    }
}
