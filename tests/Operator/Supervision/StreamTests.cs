using Environs.Operator.Supervision;
using Environs.Protocol.Supervision;
using Environs.Support.Clusters;
using Google.Protobuf;
using Grpc.Core;
using k8s.Models;

namespace Environs.Operator.Tests.Supervision;

/// <summary>What becomes of a stream that was let in.</summary>
[Trait("Category", "Cluster")]
public sealed class StreamTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private Inhabitants here = null!;
    private TestOperator @operator = null!;
    private V1Pod pod = null!;
    private string token = null!;

    public async ValueTask InitializeAsync()
    {
        here = await Inhabitants.SettleAsync();
        @operator = await TestOperator.StartAsync(here.Namespace, settings => settings.FirstReportLimit = TimeSpan.FromSeconds(2));
        pod = await here.EnvironmentWithPodAsync("a");
        token = await here.TokenAsync(pod);
    }

    public async ValueTask DisposeAsync()
    {
        await @operator.DisposeAsync();
        await here.DisposeAsync();
    }

    private Dialler Dial(bool compress = false) => new(@operator.Port, @operator.Authorities(), token, compress: compress);

    private SupervisorReport? Known(string container = "dev") => @operator.Supervisors.Get(pod.Metadata.Uid, container);

    private Task KnownAsync(Func<SupervisorReport?, bool> condition, string what) =>
        Eventually.TrueAsync(() => condition(Known()), Soon, () => $"{what}; the log:\n{@operator.Log.All}");

    [Fact]
    public async Task A_newer_stream_replaces_the_older_one_and_is_told_all_again()
    {
        using var older = Dial();
        await older.SayAsync("dev", "one");
        await KnownAsync(report => report is { IsConnected: true }, "the first is connected");
        @operator.Supervisors.Send(pod.Metadata.Uid, "dev", new Desired { WorkspaceFolder = "/w" });
        var told = await older.HearAsync();
        using var newer = Dial();
        await newer.SayAsync("dev", "one");
        Assert.Equal(told, await newer.HearAsync());
        Assert.Equal(StatusCode.Aborted, (await older.EndAsync()).StatusCode);
        Assert.True(Known() is { IsConnected: true, Report.Boot: "one" });
    }

    [Fact]
    public async Task A_new_supervisor_is_told_where_to_look_and_not_what_the_one_before_should_run()
    {
        using var older = Dial();
        await older.SayAsync("dev", "one");
        await KnownAsync(report => report is { IsConnected: true }, "the first is connected");
        @operator.Supervisors.Send(pod.Metadata.Uid, "dev", new Desired
        {
            WorkspaceFolder = "/w",
            IdleLimit = 1000,
            Repositories = { new DesiredRepository { Folder = "/w/x" } },
            Services = { new DesiredService { Id = "x", Run = true } },
        });
        Assert.Single((await older.HearAsync()).Services);
        using var newer = Dial();
        await newer.SayAsync("dev", "two");
        await KnownAsync(report => report is { IsConnected: true, Report.Boot: "two" }, "the second is connected");
        var told = await newer.HearAsync();
        Assert.Equal(("/w", 1000, "/w/x", 0), (told.WorkspaceFolder, told.IdleLimit, Assert.Single(told.Repositories).Folder, told.Services.Count));
        // A pass that began before has the older one in mind.
        @operator.Supervisors.Send(pod.Metadata.Uid, "dev", new Desired { WorkspaceFolder = "/late" }, "one");
        @operator.Supervisors.Send(pod.Metadata.Uid, "dev", new Desired { WorkspaceFolder = "/anew" }, "two");
        Assert.Equal("/anew", (await newer.HearAsync()).WorkspaceFolder);
    }

    [Fact]
    public async Task Two_containers_of_a_pod_have_a_stream_each()
    {
        using var dev = Dial();
        using var machine = Dial();
        await dev.SayAsync("dev");
        await machine.SayAsync("machine");
        await Eventually.TrueAsync(() => Known() is { IsConnected: true } && Known("machine") is { IsConnected: true }, Soon, "both are connected");
        @operator.Supervisors.Send(pod.Metadata.Uid, "machine", new Desired { WorkspaceFolder = "/m" });
        Assert.Equal("/m", (await machine.HearAsync()).WorkspaceFolder);
    }

    [Fact]
    public async Task Changes_are_told_with_what_was_before_and_the_last_report_outlives_the_stream()
    {
        var changes = new System.Collections.Concurrent.ConcurrentQueue<SupervisorChange>();
        @operator.Supervisors.Changed += changes.Enqueue;
        @operator.Supervisors.Changed += _ => throw new InvalidOperationException("Whoever listens must not end a stream.");
        using (var dialler = Dial())
        {
            await dialler.SayAsync("dev", "one");
            await KnownAsync(report => report is not null, "the first report is there");
            await dialler.SayAsync("dev", "two");
            await KnownAsync(report => report is { Report.Boot: "two" }, "the second report is there");
        }
        await KnownAsync(report => report is { IsConnected: false, Report.Boot: "two" }, "the stream has ended, its last report stays");
        await Eventually.TrueAsync(() => changes.Count == 3, Soon, "connect, report and disconnect are told");
        Assert.All(changes, change => Assert.Equal(new(here.Namespace, "a"), change.Environment));
        Assert.Equal(
            [(null, "one", true), ("one", "two", true), ("two", "two", false)],
            changes.Select(change => (change.Before?.Report.Boot, change.After!.Report.Boot, change.After.IsConnected)));
        @operator.Supervisors.Forget(pod.Metadata.Uid);
        Assert.Null(Known());
        Assert.Null(changes.Last().After);
    }

    [Fact]
    public async Task Of_reports_that_come_too_often_the_last_counts()
    {
        var told = 0;
        @operator.Supervisors.Changed += _ => Interlocked.Increment(ref told);
        using var dialler = Dial();
        for (var i = 1; i <= 60; i++)
            await dialler.SayAsync("dev", $"{i}");
        await KnownAsync(report => report is { Report.Boot: "60" }, "the last is there");
        Assert.InRange(told, 20, 40);
    }

    [Fact]
    public async Task A_container_that_connects_too_often_has_to_come_back_later()
    {
        var diallers = Enumerable.Range(0, 30).Select(_ => Dial()).ToList();
        var ends = diallers.Select(async (dialler, number) =>
        {
            await dialler.SayAsync("dev", $"{number}");
            return (await dialler.EndAsync()).StatusCode;
        }).ToList();
        await Eventually.TrueAsync(() => ends.Any(end => end is { IsCompletedSuccessfully: true, Result: StatusCode.ResourceExhausted }), Soon, "one is told to come back later");
        diallers.ForEach(dialler => dialler.Dispose());
    }

    [Fact]
    public async Task A_stream_ends_when_its_pod_is_gone()
    {
        using var dialler = Dial();
        await dialler.SayAsync("dev");
        await KnownAsync(report => report is { IsConnected: true }, "it is connected");
        await here.DeleteAsync(pod);
        Assert.Equal(StatusCode.PermissionDenied, (await dialler.EndAsync()).StatusCode);
        Assert.Null(Known());
    }

    [Fact]
    public async Task A_report_that_is_too_large_or_has_too_much_ends_the_stream_and_changes_nothing()
    {
        var tooMany = new Report { Container = "dev" };
        tooMany.Services.AddRange(Enumerable.Range(0, 501).Select(number => new ServiceReport { Id = $"{number}" }));
        var tooLarge = new Report { Container = "dev", AutomationsFile = new() { Content = ByteString.CopyFrom(new byte[1024 * 1024]) } };
        var tooLong = new Report { Container = "dev", Services = { new ServiceReport { Id = new string('x', 65) } } };
        foreach (var bad in new[] { tooMany, tooLarge, tooLong })
        {
            using var dialler = Dial();
            await dialler.SayAsync("dev", "good");
            await KnownAsync(report => report is { IsConnected: true }, "it is connected");
            try
            {
                await dialler.SayAsync(bad);
            }
            catch (RpcException)
            {
                // It may end before all was said.
            }
            Assert.Equal(StatusCode.InvalidArgument, (await dialler.EndAsync()).StatusCode);
            await KnownAsync(report => report is { IsConnected: false, Report.Boot: "good" }, "the last good report stays");
        }
    }

    [Fact]
    public async Task A_report_of_just_under_a_mebibyte_is_taken_through_small_windows()
    {
        using var dialler = Dial();
        var large = new Report { Container = "dev", AutomationsFile = new() { Path = "a.yaml", Content = ByteString.CopyFrom(new byte[256 * 1024]) } };
        large.Services.AddRange(Enumerable.Range(0, 190).Select(number => new ServiceReport { Id = $"{number}", FailureMessage = new string('x', 4096) }));
        Assert.InRange(large.CalculateSize(), 1_040_000, 1024 * 1024);
        await dialler.SayAsync(large);
        await KnownAsync(report => large.Equals(report?.Report), "it is there");
    }

    [Fact]
    public async Task Something_that_is_no_report_ends_the_stream()
    {
        using var raw = new RawDialler(@operator, token);
        await raw.SayAsync([0xff, 0xff, 0xff, 0xff]);
        Assert.Equal(StatusCode.InvalidArgument, (await raw.EndAsync()).StatusCode);
        Assert.Null(Known());
    }

    [Fact]
    public async Task A_compressed_report_is_refused_for_it_could_unpack_to_any_size()
    {
        using var dialler = Dial(compress: true);
        await dialler.SayAsync("dev");
        Assert.Equal(StatusCode.Unimplemented, (await dialler.EndAsync()).StatusCode);
        Assert.Null(Known());
    }

    [Fact]
    public async Task A_stream_that_says_nothing_at_first_ends()
    {
        using var dialler = Dial();
        Assert.Equal(StatusCode.InvalidArgument, (await dialler.EndAsync()).StatusCode);
        Assert.Null(Known());
    }

    [Fact]
    public async Task A_stop_ends_all_streams_at_once()
    {
        using var dialler = Dial();
        await dialler.SayAsync("dev");
        await KnownAsync(report => report is { IsConnected: true }, "it is connected");
        var stopping = @operator.StopAsync();
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.Equal(StatusCode.Unavailable, (await dialler.EndAsync()).StatusCode);
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await stopping;
    }

    [Fact]
    public async Task The_port_has_the_stream_and_nothing_else()
    {
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using var http = new HttpClient(handler) { DefaultRequestVersion = new(2, 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        foreach (var path in new[] { "/", "/metrics", "/healthz" })
            Assert.Equal(System.Net.HttpStatusCode.NotFound, (await http.GetAsync(new Uri($"https://127.0.0.1:{@operator.Port}{path}"))).StatusCode);
    }
}
