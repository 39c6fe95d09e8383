using System.Diagnostics;
using System.Text.Json.Nodes;
using Environs.Protocol.Requests;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Commands;

/// <summary>The command as a process, the supervisor as another, and an operator.</summary>
[Trait("Category", "Program")]
public sealed class CommandTests
{
    [Fact]
    public async Task Services_and_tasks_are_listed_for_people_and_for_programs()
    {
        await using var container = await Container.StartAsync();
        container.Operator.Reply = _ => new Answer { Outcome = Outcome.Done, Overview = Overview() };

        Assert.Equal(
            """
            REFERENCE  PHASE    REQUESTED  TRIGGERS              NAME
            db         Running             PostEnvironmentStart  Database
            web        Failed   Running

            """,
            (await container.RunAsync("service", "list")).Output);
        var services = JsonNode.Parse((await container.RunAsync("service", "list", "-o", "json")).Output)!.AsArray();
        Assert.Equal(("web", "exit code 3", "Running"), ((string)services[1]!["reference"]!, (string)services[1]!["message"]!, (string)services[1]!["requested"]!));

        var tasks = await container.RunAsync("task", "list");
        Assert.Contains("build      demo.build-1  Succeeded", tasks.Output, StringComparison.Ordinal);
        Assert.Contains("lint: it depends on itself", tasks.Errors, StringComparison.Ordinal);
        var runs = JsonNode.Parse((await container.RunAsync("task", "list", "--output", "json")).Output)![0]!["runs"]!;
        Assert.Equal(("demo.build-1", 0, "2026-03-01T12:00:00+00:00"), ((string)runs[0]!["name"]!, (int)runs[0]!["steps"]![0]!["exitCode"]!, (string)runs[0]!["startedAt"]!));

        var status = await container.RunAsync("status");
        Assert.Contains("demo (namespace team)", status.Output, StringComparison.Ordinal);
        Assert.Contains("1 Failed, 1 Running", status.Output, StringComparison.Ordinal);
        Assert.True((bool)JsonNode.Parse((await container.RunAsync("status", "-o", "json")).Output)!["operatorReached"]!);
    }

    [Theory]
    [InlineData(Outcome.Done, 0)]
    [InlineData(Outcome.UnknownReference, 3)]
    [InlineData(Outcome.Refused, 4)]
    [InlineData(Outcome.Busy, 8)]
    public async Task What_comes_of_a_start_is_the_exit_code(Outcome outcome, int code)
    {
        await using var container = await Container.StartAsync();
        container.Operator.Reply = _ => new Answer { Outcome = outcome, Message = "So it is.", Known = { "db", "web" } };

        foreach (var line in new string[][] { ["service", "start", "x"], ["service", "stop", "x"], ["task", "start", "x"], ["task", "stop", "x"] })
        {
            var result = await container.RunAsync(line);
            Assert.Equal(code, result.ExitCode);
            Assert.Contains("So it is.", result.Output + result.Errors, StringComparison.Ordinal);
            Assert.Equal(code == 3, result.Errors.Contains("There are: db, web", StringComparison.Ordinal));
            Assert.Equal($"{outcome}", (string)JsonNode.Parse((await container.RunAsync([.. line, "-o", "json"])).Output)!["outcome"]!);
        }

        var asked = container.Operator.Asked.Select(one => one.Request).ToList();
        Assert.Contains(asked, one => one.Service is { Reference: "x", Run: true });
        Assert.Contains(asked, one => one.Service is { Reference: "x", Run: false });
        Assert.Contains(asked, one => one.TaskStop is { Reference: "x" });
        var ids = asked.Where(one => one.TaskStart is not null).Select(one => one.TaskStart.Id).ToList();
        Assert.Equal(2, ids.Distinct().Count(id => id.Length == 32));
    }

    [Fact]
    public async Task A_start_can_be_waited_for()
    {
        await using var container = await Container.StartAsync();
        var looks = 0;
        container.Operator.Reply = request =>
        {
            var answer = new Answer { Outcome = Outcome.Done, Overview = Overview(), Runs = { "demo.build-1" } };
            if (request.Overview is null) return answer;
            looks++;
            // As when the operator has seen the request, but nothing has come of it.
            if (looks == 1) (answer.Overview.Services[0].Phase, answer.Overview.Services[0].Pending) = ("Stopped", true);
            if (looks == 1) answer.Overview.Runs[0].CompletedAt = 0;
            return answer;
        };

        Assert.Equal(0, (await container.RunAsync("service", "start", "db", "--wait")).ExitCode);
        Assert.Equal(2, looks);
        looks = 0;
        Assert.Equal(0, (await container.RunAsync("task", "start", "build", "--wait")).ExitCode);
        Assert.Equal(2, looks);
        var failed = await container.RunAsync("service", "start", "web", "--wait");
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("exit code 3", failed.Errors, StringComparison.Ordinal);
        Assert.Equal(7, (await container.RunAsync("service", "stop", "db", "--wait", "--timeout", "1s")).ExitCode);
    }

    [Fact]
    public async Task Without_the_operator_it_says_so_within_seconds_and_answers_what_is_known_here()
    {
        await using var container = await Container.StartAsync(Services("echo hello; exec sleep 1000"));
        await (await container.StreamAsync(0)).ReportedAsync(report => report.Services.Any(service => service.Phase == ServicePhase.Running), "the service runs");
        await container.Operator.StopAsync();

        foreach (var line in new string[][] { ["service", "start", "web"], ["task", "list"], ["task", "start", "build"], ["automations", "validate", "/dev/null"], ["status"], ["service", "list"] })
        {
            var watch = Stopwatch.StartNew();
            var result = await container.RunAsync(line);
            Assert.Equal(5, result.ExitCode);
            Assert.Contains("The operator", result.Errors, StringComparison.Ordinal);
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 9);
        }

        Assert.Contains("web        Running", (await container.RunAsync("service", "list")).Output, StringComparison.Ordinal);
        var logs = await container.RunAsync("service", "logs", "web");
        Assert.Equal((0, "hello\n"), (logs.ExitCode, logs.Output));
        Assert.Equal(0, (await container.RunAsync("keep-alive")).ExitCode);
        Assert.Equal(0, (await container.RunAsync("port", "list")).ExitCode);
    }

    [Fact]
    public async Task An_operator_that_comes_back_in_time_is_asked_then()
    {
        await using var container = await Container.StartAsync();
        await container.Operator.StopAsync();
        var running = container.RunAsync("service", "start", "web");
        await container.ConnectAsync();
        Assert.Equal(0, (await running).ExitCode);
    }

    [Fact]
    public async Task Each_call_has_the_token_of_the_moment()
    {
        await using var container = await Container.StartAsync();
        container.Publish("another.token");
        await container.RunAsync("service", "start", "web");
        Assert.Equal("Bearer another.token", container.Operator.Asked.Single().Authorization);
    }

    [Fact]
    public async Task A_log_is_shown_whole_and_followed_past_the_limit_of_its_file()
    {
        await using var container = await Container.StartAsync(Services($"seq 1 1000; while ! test -e go; do sleep 0.1; done; seq 1001 1250000; echo last; exec sleep 1000"));
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
        await using var container = await Container.StartAsync(Services("while true; do echo line; sleep 0.1; done"));
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
        var overview = Overview();
        overview.Runs[0].Id = "new";
        overview.Runs.Add(new RunView { Id = "old", Name = "demo.build-0", Task = "build" });
        container.Operator.Reply = _ => new Answer { Outcome = Outcome.Done, Overview = overview };

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
        container.Operator.Reply = _ => new Answer { Outcome = Outcome.Done, Overview = Overview() };
        var unknown = await container.RunAsync("service", "logs", "wbe");
        Assert.Equal(3, unknown.ExitCode);
        Assert.Contains("There are: db, web", unknown.Errors, StringComparison.Ordinal);
        // It is known, but has not run here.
        Assert.Equal(4, (await container.RunAsync("service", "logs", "db")).ExitCode);
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_is_told_as_editors_want_it()
    {
        await using var container = await Container.StartAsync();
        container.Operator.Reply = _ => new Answer { Outcome = Outcome.Invalid, Errors = { "line 3, column 5: no.", "elsewhere" }, Warnings = { "careful" } };
        await File.WriteAllTextAsync(container.Root["a.yaml"], "services: {}", TestContext.Current.CancellationToken);

        var result = await container.RunAsync("automations", "validate", "a.yaml");
        Assert.Equal((1, "a.yaml: warning: careful\na.yaml:3:5: no.\na.yaml: elsewhere\n"), (result.ExitCode, result.Errors));
        Assert.Equal("services: {}", container.Operator.Asked.Single().Request.Validation.Content.ToStringUtf8());
        var json = JsonNode.Parse((await container.RunAsync("automations", "validate", "a.yaml", "-o", "json")).Output)!;
        Assert.Equal((false, 3, 5, "no."), ((bool)json["valid"]!, (int)json["errors"]![0]!["line"]!, (int)json["errors"]![0]!["column"]!, (string)json["errors"]![0]!["message"]!));

        Assert.Equal(2, (await container.RunAsync("automations", "validate", "none.yaml")).ExitCode);
        await File.WriteAllTextAsync(container.Root["large.yaml"], new string('#', 300_000), TestContext.Current.CancellationToken);
        Assert.Equal(1, (await container.RunAsync("automations", "validate", "large.yaml")).ExitCode);
        Assert.Equal(1, (await container.RunAsync("automations", "validate", "/dev/zero")).ExitCode);
    }

    [Fact]
    public async Task An_update_reads_the_file_now_and_tells_what_has_changed()
    {
        var desired = new Desired { Version = 1, AutomationsPaths = { "a.yaml", "b.yaml" } };
        await using var container = await Container.StartAsync(desired);
        container.Operator.Reply = request => new Answer { Outcome = Outcome.Done, Path = request.Update?.Path ?? request.Validation.Path, Changes = { "service \"web\" added" } };
        var none = await container.RunAsync("automations", "update");
        Assert.Equal(4, none.ExitCode);
        Assert.Contains("a.yaml, b.yaml", none.Errors, StringComparison.Ordinal);

        await File.WriteAllTextAsync(container.Root["b.yaml"], "tasks: {}", TestContext.Current.CancellationToken);
        var result = await container.RunAsync("automations", "update");
        Assert.Equal((0, $"{container.Root["b.yaml"]} is in force: service \"web\" added.\n"), (result.ExitCode, result.Output));
        var asked = container.Operator.Asked.Single().Request.Update;
        Assert.Equal((container.Root["b.yaml"], "tasks: {}"), (asked.Path, asked.Content.ToStringUtf8()));
        await container.Operator.Streams[0].ReportedAsync(report => report.AutomationsFile is { Path: "b.yaml" }, "the file on the stream, too");
        Assert.Equal(0, (await container.RunAsync("automations", "validate")).ExitCode);
    }

    [Theory]
    [InlineData(2, "service", "start")]
    [InlineData(2, "service", "strat", "web")]
    [InlineData(2, "task", "list", "--frobnicate")]
    [InlineData(2, "keep-alive", "--for", "long")]
    [InlineData(2, "status", "-o", "yaml")]
    [InlineData(2)]
    [InlineData(0, "--help")]
    [InlineData(0, "service", "logs", "--help")]
    [InlineData(6, "status")]
    public async Task A_line_that_is_not_understood_and_a_place_without_a_supervisor_have_codes_of_their_own(int code, params string[] line)
    {
        var result = await Command.RunAsync(Command.Supervisor, ["environs", .. line], variables: new Dictionary<string, string> { ["ENVIRONS_SOCKET"] = "/nonexistent/x.sock" });
        Assert.Equal(code, result.ExitCode);
        Assert.NotEmpty(code == 0 ? result.Output : result.Errors);
    }

    [Fact]
    public async Task It_is_kept_alive_for_a_day_at_most()
    {
        await using var container = await Container.StartAsync(connects: false);
        Assert.Contains("until ", (await container.RunAsync("keep-alive", "--for", "2h")).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await container.RunAsync("keep-alive", "--for", "25h")).ExitCode);
    }

    [Fact]
    public async Task What_the_supervisor_starts_finds_the_command_by_its_name_and_the_next_supervisor_answers_in_its_place()
    {
        var desired = new Desired { Version = 1 };
        desired.Steps.Add(new DesiredStep { Execution = "e", Step = "s", Label = "s", Command = "environs port list > listed 2>&1; echo $? > code" });
        await using var container = await Container.StartAsync(desired);
        await Eventually.TrueAsync(() => File.Exists(container.Root["code"]) && File.ReadAllText(container.Root["code"]) == "0\n", "the command was found");
        await container.RestartAsync();
    }

    [Fact]
    public async Task Any_user_of_the_container_may_ask()
    {
        await Command.NeedSomebodyElseAsync();
        await using var container = await Container.StartAsync(Services("echo hello; exec sleep 1000"));
        await Command.RunAsync("chmod", ["-R", "a+rX", container.Root.Path]);
        await Eventually.TrueAsync(async () => (await AsNobodyAsync("service", "logs", "web")).Output == "hello\n", "nobody reads the log");
        Assert.Equal(0, (await AsNobodyAsync("service", "stop", "web")).ExitCode);

        Task<CommandResult> AsNobodyAsync(params string[] line) =>
            Command.RunAsync("setpriv", ["--reuid=65534", "--clear-groups", container.Program, .. line], "/", container.Variables);
    }

    private static Desired Services(string start) => new() { Version = 1, Services = { new DesiredService { Id = "web-uid", Reference = "web", Session = "1", Run = true, Start = start } } };

    private static Overview Overview() => new()
    {
        Environment = "demo",
        Namespace = "team",
        Phase = "Running",
        Services =
        {
            new ServiceView { Id = "db-uid", Reference = "db", Phase = "Running", Triggers = { "PostEnvironmentStart" }, DisplayName = "Database" },
            new ServiceView { Id = "web-uid", Reference = "web", Phase = "Failed", Message = "exit code 3", Requested = "Running" },
        },
        Tasks = { new TaskView { Reference = "build" }, new TaskView { Reference = "lint", Problem = "it depends on itself" } },
        Runs =
        {
            new RunView
            {
                Id = "run-uid", Name = "demo.build-1", Task = "build", Phase = "Succeeded", StartedAt = 1772366400000, CompletedAt = 1772366460000,
                Steps = { new StepView { Id = "build", Phase = "Succeeded" } },
            },
        },
    };
}
