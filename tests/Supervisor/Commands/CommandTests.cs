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
        container.Operator.Reply = _ => new Answer { Outcome = Outcome.Done, Overview = Some.Overview() };

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
            var answer = new Answer { Outcome = Outcome.Done, Overview = Some.Overview(), Runs = { "demo.build-1" } };
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
    public async Task Without_the_operator_it_says_so_in_time_and_answers_what_is_known_here()
    {
        await using var container = await Container.StartAsync(Some.Services("echo hello; exec sleep 1000"));
        await (await container.StreamAsync(0)).ReportedAsync(report => report.Services.Any(service => service.Phase == ServicePhase.Running), "the service runs");
        await container.Operator.StopAsync();

        // Another replica may come to lead while a change waits.
        (string[] Line, int Seconds)[] lines =
        [
            (["service", "start", "web"], 30), (["task", "start", "build"], 30),
            (["task", "list"], 10), (["automations", "validate", "/dev/null"], 10), (["status"], 10), (["service", "list"], 10),
        ];
        foreach (var (line, seconds) in lines)
        {
            var watch = Stopwatch.StartNew();
            var result = await container.RunAsync(line);
            Assert.Equal(5, result.ExitCode);
            Assert.Contains("The operator", result.Errors, StringComparison.Ordinal);
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, seconds);
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
        await using var container = await Container.StartAsync(Some.Services("echo hello; exec sleep 1000"));
        await Command.RunAsync("chmod", ["-R", "a+rX", container.Root.Path]);
        await Eventually.TrueAsync(async () => (await AsNobodyAsync("service", "logs", "web")).Output == "hello\n", "nobody reads the log");
        Assert.Equal(0, (await AsNobodyAsync("service", "stop", "web")).ExitCode);

        Task<CommandResult> AsNobodyAsync(params string[] line) =>
            Command.RunAsync("setpriv", ["--reuid=65534", "--clear-groups", container.Program, .. line], "/", container.Variables);
    }
}
