using System.Collections.Concurrent;
using System.Text;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Tests.Commands;
using Environs.Supervisor.Tests.Link;
using Environs.Supervisor.Tests.Support;
using Grpc.Core;

namespace Environs.Supervisor.Tests.Logs;

/// <summary>The operator asks a supervisor for logs.</summary>
[Trait("Category", "Program")]
public sealed class SentLogTests
{
    [Fact]
    public async Task A_service_s_log_is_sent_from_its_start_and_goes_on()
    {
        await using var container = await Container.StartAsync(Some.Services("echo one; while ! test -e go; do sleep 0.1; done; echo two; exec sleep 1000"));
        var stream = await RunsAsync(container);
        await stream.SayAsync(new Desired { Log = new LogWish { Id = "secret", Service = "web-uid", Follow = true } });
        await TextAsync(container.Operator, "one\n");
        Assert.Equal(("secret", 0), (container.Operator.Sent.First().Id, container.Operator.Sent.First().Position));
        await File.WriteAllTextAsync(container.Root["go"], "", TestContext.Current.CancellationToken);
        await TextAsync(container.Operator, "one\ntwo\n");
        Assert.DoesNotContain(container.Operator.Sent, chunk => chunk.End || chunk.Lost);
        Assert.Equal(8, container.Operator.Sent.Last().Position);
    }

    [Fact]
    public async Task It_is_sent_from_a_position_and_ends_where_it_is_not_followed()
    {
        await using var container = await Container.StartAsync(Some.Services("echo one; echo two; exec sleep 1000"));
        var stream = await RunsAsync(container);
        await Eventually.TrueAsync(async () => (await container.RunAsync("service", "logs", "web")).Output == "one\ntwo\n", "it has written");
        await stream.SayAsync(new Desired { Log = new LogWish { Id = "secret", Service = "web-uid", Position = 4 } });
        await Eventually.TrueAsync(() => container.Operator.Sent.Any(chunk => chunk.End), "it ends");
        Assert.Equal("two\n", Text(container.Operator));
    }

    [Fact]
    public async Task A_step_s_log_ends_with_the_step_and_that_of_the_container_has_all()
    {
        var desired = new Desired { Version = 1 };
        desired.Steps.Add(new DesiredStep { Execution = "run", Step = "build", Label = "build", Command = "echo built; while ! test -e go; do sleep 0.1; done; echo end" });
        await using var container = await Container.StartAsync(desired);
        var stream = await container.StreamAsync(0);
        await Eventually.TrueAsync(async () => (await container.RunAsync("task", "logs", "build")).ExitCode is 0 or 4, "the supervisor answers");
        await Eventually.TrueAsync(() => File.Exists(container.Root["run/logs/steps/run/build.log"]), "the step writes");
        await stream.SayAsync(new Desired { Log = new LogWish { Id = "secret", Execution = "run", Step = "build", Follow = true } });
        await TextAsync(container.Operator, "built\n");
        await File.WriteAllTextAsync(container.Root["go"], "", TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => container.Operator.Sent.Any(chunk => chunk.End), "it ends");
        Assert.Equal("built\nend\n", Text(container.Operator));

        container.Operator.Sent.Clear();
        await stream.SayAsync(new Desired { Log = new LogWish { Id = "another" } });
        await Eventually.TrueAsync(() => container.Operator.Sent.Any(chunk => chunk.End), "that of the container ends");
        Assert.Contains("[build] end\n", Text(container.Operator), StringComparison.Ordinal);
        Assert.Contains("connected to the operator", Text(container.Operator), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_told()
    {
        await using var container = await Container.StartAsync();
        var stream = await container.StreamAsync(0);
        await stream.SayAsync(new Desired { Log = new LogWish { Id = "secret", Service = "../../etc/passwd" } });
        await Eventually.TrueAsync(() => container.Operator.Sent.Any(chunk => chunk is { Id: "secret", Missing: true }), "it is told");
    }

    [Fact]
    public async Task One_that_is_read_too_slowly_loses_the_middle_which_is_marked_and_nothing_comes_twice()
    {
        await using var container = await Container.StartAsync(Some.Services("echo 0; while ! test -e go; do sleep 0.1; done; seq 1 2600000; echo last; touch written; exec sleep 1000"));
        var (go, chunks) = (new TaskCompletionSource(), new ConcurrentQueue<LogChunk>());
        container.Operator.TakeLog = async (sent, context) =>
        {
            while (await sent.MoveNext(context.CancellationToken))
            {
                chunks.Enqueue(sent.Current);
                if (sent.Current.Data.Length > 0) await go.Task;
            }
        };
        var stream = await RunsAsync(container);
        await stream.SayAsync(new Desired { Log = new LogWish { Id = "secret", Service = "web-uid", Follow = true } });
        await Eventually.TrueAsync(() => chunks.Any(chunk => chunk.Data.Length > 0), "the first line");
        await File.WriteAllTextAsync(container.Root["go"], "", TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => File.Exists(container.Root["written"]), "all is written", 90);
        go.SetResult();
        await Eventually.TrueAsync(() => Encoding.UTF8.GetString([.. chunks.Last().Data]).EndsWith("last\n", StringComparison.Ordinal), "the end is sent");

        Assert.Single(chunks, chunk => chunk.Lost);
        var position = 0L;
        foreach (var chunk in chunks.Where(chunk => chunk.Data.Length > 0))
        {
            var start = chunk.Position - chunk.Data.Length;
            Assert.True(chunk.Lost ? start > position : start == position, $"a chunk begins at {start}, the one before ended at {position}");
            Assert.InRange(chunk.Data.Length, 1, 32 * 1024);
            position = chunk.Position;
        }
    }

    [Fact]
    public async Task It_is_sent_no_more_when_nobody_reads_it_or_the_operator_has_gone()
    {
        await using var container = await Container.StartAsync(Some.Services("echo one; exec sleep 1000"));
        var (ended, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        container.Operator.TakeLog = async (sent, context) =>
        {
            while (await sent.MoveNext(context.CancellationToken) && sent.Current.Data.Length == 0)
            {
            }

            await Task.WhenAny(leave.Task, Task.Delay(Timeout.Infinite, context.CancellationToken));
            if (leave.Task.IsCompleted) throw new RpcException(new Status(StatusCode.Cancelled, "nobody reads it"));
            ended.SetResult();
        };
        var stream = await RunsAsync(container);
        var wish = new Desired { Log = new LogWish { Id = "secret", Service = "web-uid", Follow = true } };
        await stream.SayAsync(wish);
        leave.SetResult();
        // Each has a connection of its own, which ends with it; sixteen are the most.
        for (var i = 0; i < 40; i++)
        {
            var before = container.Operator.Connections;
            await stream.SayAsync(wish);
            await Eventually.TrueAsync(() => container.Operator.Connections > before, "the next is sent");
        }

        leave = new TaskCompletionSource();
        var last = container.Operator.Connections;
        await stream.SayAsync(wish);
        await Eventually.TrueAsync(() => container.Operator.Connections > last, "the last is sent");
        stream.End();
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    private static async Task<TestStream> RunsAsync(Container container)
    {
        var stream = await container.StreamAsync(0);
        await stream.ReportedAsync(report => report.Services.Any(service => service.Phase == ServicePhase.Running), "the service runs");
        // What it has written lies there a moment later.
        await Eventually.TrueAsync(() => File.Exists(container.Root["run/logs/services/web-uid.log"]), "it has written");
        return stream;
    }

    private static string Text(TestOperator test) => Encoding.UTF8.GetString([.. test.Sent.SelectMany(chunk => chunk.Data)]);

    private static Task TextAsync(TestOperator test, string text) => Eventually.TrueAsync(() => Text(test) == text, $"the log is \"{text}\"");
}
