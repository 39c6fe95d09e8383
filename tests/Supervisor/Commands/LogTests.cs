using System.Collections.Concurrent;
using Environs.Protocol.Requests;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Tests.Support;
using Google.Protobuf;

namespace Environs.Supervisor.Tests.Commands;

/// <summary>The logs of services and tasks, whole and followed.</summary>
[Trait("Category", "Program")]
public sealed class LogTests
{
    [Fact]
    public async Task A_log_is_shown_whole_and_followed_past_the_limit_of_its_file()
    {
        await using var container = await Container.StartAsync(Some.Services($"seq 1 1000; while ! test -e go; do sleep 0.1; done; seq 1001 1250000; echo last; exec sleep 1000"));
        await Eventually.TrueAsync(async () => (await container.RunAsync("service", "logs", "web")).Output.EndsWith("\n1000\n", StringComparison.Ordinal), "the first lines");

        using var following = Command.Start(container.Program, ["service", "logs", "web", "--follow"], container.Root.Path, container.Variables);
        var lines = new List<string>();
        Assert.Equal("1", await following.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await File.WriteAllTextAsync(container.Root["go"], "", TestContext.Current.CancellationToken);
        while (await following.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line and not "last") lines.Add(line);
        following.Kill();

        // The file is put aside once, which loses nobody anything, however late they look.
        Assert.Equal(Enumerable.Range(2, 1249999).Select(i => $"{i}"), lines);
        var whole = (await container.RunAsync("service", "logs", "web")).Output;
        Assert.EndsWith("1250000\nlast\n", whole, StringComparison.Ordinal);
        Assert.InRange(whole.Length, 5 * 1024 * 1024, 11 * 1024 * 1024);
    }

    [Fact]
    public async Task Following_ends_with_its_reader()
    {
        await using var container = await Container.StartAsync(Some.Services("while true; do echo line; sleep 0.1; done"));
        await (await container.StreamAsync(0)).ReportedAsync(report => report.Services.Any(service => service.Phase == ServicePhase.Running), "the service runs");
        var result = await Command.RunAsync("sh", ["-c", $"{container.Program} service logs web -f | head -n 1"], container.Root.Path, container.Variables);
        Assert.Equal("line\n", result.Output);
    }

    [Fact]
    public async Task The_log_of_a_task_is_that_of_its_newest_run_and_following_it_ends_with_it()
    {
        var desired = new Desired { Version = 1 };
        desired.Steps.Add(new DesiredStep { Execution = "old", Step = "build", Label = "build", Command = "echo old" });
        desired.Steps.Add(new DesiredStep { Execution = "new", Step = "build", Label = "build", Command = "echo new; while ! test -e go; do sleep 0.1; done; echo end" });
        await using var container = await Container.StartAsync(desired);
        var overview = Some.Overview();
        overview.Runs[0].Id = "new";
        overview.Runs.Add(new RunView { Id = "old", Name = "demo.build-0", Task = "build" });
        container.Operator.Reply = _ => new Answer { Outcome = Outcome.Done, Overview = overview };
        container.Operator.GiveLog = (_, put) => put(new LogPart { Answer = new Answer { Outcome = Outcome.Refused, Message = "It has not run." }, End = true });

        await Eventually.TrueAsync(async () => (await container.RunAsync("task", "logs", "build")).Output == "new\n", "the newest run's log");
        await Eventually.TrueAsync(async () => (await container.RunAsync("task", "logs", "build", "--run", "demo.build-0")).Output == "old\n", "the older run's log");
        var following = container.RunAsync("task", "logs", "build", "-f");
        await File.WriteAllTextAsync(container.Root["go"], "", TestContext.Current.CancellationToken);
        Assert.Equal("new\nend\n", (await following).Output);

        var unknown = await container.RunAsync("task", "logs", "biuld");
        Assert.Equal(3, unknown.ExitCode);
        Assert.Contains("There are: build, lint", unknown.Errors, StringComparison.Ordinal);
        Assert.Equal(4, (await container.RunAsync("task", "logs", "lint")).ExitCode);
        Assert.Equal(3, (await container.RunAsync("task", "logs", "build", "--run", "other")).ExitCode);
    }

    [Fact]
    public async Task A_service_that_nobody_knows_is_told_with_those_that_there_are()
    {
        await using var container = await Container.StartAsync();
        container.Operator.GiveLog = (asked, put) => put(new LogPart
        {
            Answer = asked.Reference == "db" ? new Answer { Outcome = Outcome.Refused, Message = "It has not run." } : new Answer { Outcome = Outcome.UnknownReference, Known = { "db", "web" } },
            End = true,
        });
        var unknown = await container.RunAsync("service", "logs", "wbe");
        Assert.Equal(3, unknown.ExitCode);
        Assert.Contains("There are: db, web", unknown.Errors, StringComparison.Ordinal);
        // It is known, but has not run.
        Assert.Equal(4, (await container.RunAsync("service", "logs", "db")).ExitCode);
    }

    [Fact]
    public async Task What_runs_elsewhere_is_shown_by_way_of_the_operator_and_goes_on_after_it_was_away()
    {
        await using var container = await Container.StartAsync();
        var asked = new ConcurrentQueue<LogRequest>();
        container.Operator.GiveLog = async (request, put) =>
        {
            asked.Enqueue(request);
            var first = request.Position.Length == 0;
            await put(new LogPart { Answer = new Answer { Outcome = Outcome.Done }, Position = first ? "0" : "4" });
            if (first) await put(new LogPart { Data = ByteString.CopyFromUtf8("one\n"), Position = "4" });
            if (first) await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
            await put(new LogPart { Data = ByteString.CopyFromUtf8("three\n"), Position = "14", Lost = true });
            await put(new LogPart { End = true });
        };
        using var following = Command.Start(container.Program, ["service", "logs", "db", "-f"], container.Root.Path, container.Variables);
        Assert.Equal("one", await following.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await container.Operator.StopAsync();
        await container.ConnectAsync();
        Assert.Equal("[environs] what the log had here is not kept any more\nthree\n", await following.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await following.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, following.ExitCode);
        Assert.Equal([("db", true, ""), ("db", true, "4")], asked.Select(request => (request.Reference, request.Follow, request.Position)));
    }

    [Fact]
    public async Task Without_the_operator_what_lies_elsewhere_is_not_waited_for()
    {
        await using var container = await Container.StartAsync(connects: false);
        var away = await container.RunAsync("service", "logs", "db");
        Assert.Equal((5, ""), (away.ExitCode, away.Output));
        Assert.Contains("The operator is not reached", away.Errors, StringComparison.Ordinal);
    }
}
