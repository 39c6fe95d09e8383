using System.Diagnostics;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Tests.Support;
using static Environs.Supervisor.Tests.Support.Engine;

namespace Environs.Supervisor.Tests.Work;

public sealed class ServiceTests : IDisposable
{
    private readonly TemporaryFolder root = new();
    private readonly Engine engine;

    public ServiceTests() => engine = new Engine(root);

    public void Dispose()
    {
        engine.Dispose();
        root.Dispose();
    }

    [Fact]
    public async Task It_runs_until_it_is_not_wanted_any_more()
    {
        engine.Want(AService("echo hello; echo $$ > pid; sleep 1000"));
        var report = await engine.UntilAsync(ServicePhase.Running);
        Assert.Equal(("1", ""), (report.Session, report.FailureMessage));
        await Eventually.TrueAsync(() => engine.Lines.Contains("[web] hello\n", StringComparison.Ordinal), "its line is shown");
        Assert.Equal("hello\n", await File.ReadAllTextAsync(root["run/logs/services/s.log"]));

        engine.Want(AService("echo hello; echo $$ > pid; sleep 1000", run: false));
        await engine.UntilAsync(ServicePhase.Stopped);
        Assert.False(Alive(await PidAsync("pid")));

        engine.Want();
        Assert.Null(engine.Service());
    }

    [Fact]
    public async Task It_is_the_leader_of_a_session_with_ordinary_signals_and_nothing_to_read()
    {
        engine.Want(AService("grep -E '^Sig(Ign|Blk)' /proc/self/status; cat; read -r _ _ _ _ group session _ < /proc/$$/stat; [ $$ = $group ] && [ $$ = $session ] && echo leads; echo error >&2; readlink /proc/$$/fd/0; pwd"));
        var report = await engine.UntilAsync(ServicePhase.Stopped);

        Assert.Equal("", report.FailureMessage);
        // Signal 32 is glibc's own: no program can set it, and what posix_spawn starts, as make does, has it ignored.
        var said = (await File.ReadAllTextAsync(root["run/logs/services/s.log"])).Replace("SigIgn:\t0000000080000000", "SigIgn:\t0000000000000000", StringComparison.Ordinal);
        Assert.Equal($"SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\nleads\nerror\n/dev/null\n{root["workspace"]}\n", said);
    }

    [Theory]
    [InlineData("exit 0", ServicePhase.Stopped, "")]
    [InlineData("echo broken >&2; exit 3", ServicePhase.Failed, "the start command ended with 3:\nbroken")]
    [InlineData("kill -9 $$", ServicePhase.Failed, "the start command ended with 137")]
    [InlineData("no-such-thing", ServicePhase.Failed, "the start command ended with 127:\n/bin/bash: line 1: no-such-thing: command not found")]
    public async Task It_ends_by_itself(string start, ServicePhase phase, string message)
    {
        engine.Want(AService(start));
        Assert.Equal(message, (await engine.UntilAsync(phase)).FailureMessage);

        // Not again, however often it is asked for.
        engine.Want(AService("touch again; sleep 1000"));
        await engine.Work.StopAsync(TimeSpan.Zero);
        Assert.Equal(phase, engine.Service()!.Phase);
        Assert.False(File.Exists(root["workspace/again"]));
    }

    [Fact]
    public async Task After_its_end_it_starts_again_for_another_session_or_when_it_was_not_wanted_meanwhile()
    {
        engine.Want(AService("echo x >> starts"));
        await engine.UntilAsync(ServicePhase.Stopped);
        engine.Want(AService("echo x >> starts", session: "2"));
        await engine.UntilAsync(ServicePhase.Stopped, "2");
        engine.Want(AService("echo x >> starts", session: "2", run: false));
        engine.Want(AService("echo x >> starts", session: "2"));
        await Eventually.TrueAsync(() => Starts() == 3 && engine.Service()!.Phase == ServicePhase.Stopped, "the third start");
    }

    [Fact]
    public async Task It_is_starting_until_it_is_ready()
    {
        engine.Want(AService("sleep 1000", ready: "echo ask >> asked; test -f ready"));
        await Eventually.TrueAsync(() => Count("asked") >= 3, "it is asked again");
        Assert.Equal(ServicePhase.Starting, engine.Service()!.Phase);

        await File.WriteAllTextAsync(root["workspace/ready"], "");
        await engine.UntilAsync(ServicePhase.Running);
        var asked = Count("asked");
        engine.Want(AService("sleep 1000", run: false));
        await engine.UntilAsync(ServicePhase.Stopped);
        Assert.Equal(asked, Count("asked"));
    }

    [Fact]
    public async Task A_service_that_is_not_ready_in_time_is_stopped_and_fails()
    {
        engine.Want(AService("echo $$ > pid; sleep 1000", ready: "echo no database; false", readinessTimeout: 4000));
        var report = await engine.UntilAsync(ServicePhase.Failed);
        Assert.Equal("not ready within 4 s: the ready command ended with 1:\nno database", report.FailureMessage);
        Assert.False(Alive(await PidAsync("pid")));
    }

    [Fact]
    public async Task A_ready_command_that_hangs_is_killed_and_asked_again()
    {
        using var impatient = new Engine(root, settings => settings with { ReadyLimit = TimeSpan.FromSeconds(2) });
        impatient.Want(AService("sleep 1000", ready: "if [ -f first ]; then exit 0; fi; echo $$ > first; sleep 1000"));
        await impatient.UntilAsync(ServicePhase.Running);
        Assert.False(Alive(await PidAsync("first")));
    }

    [Fact]
    public async Task A_ready_command_does_not_outlive_its_service()
    {
        engine.Want(AService("until [ -f check ]; do sleep 0.05; done; exit 4", ready: "echo $$ > check; sleep 1000"));
        await engine.UntilAsync(ServicePhase.Failed);
        Assert.False(Alive(await PidAsync("check")));
    }

    [Fact]
    public async Task The_whole_group_is_asked_to_end_and_may_tidy_up()
    {
        engine.Want(AService("(trap 'sleep 0.5; echo tidy > tidy; exit' TERM; echo > ready; while :; do sleep 0.05; done) & wait", ready: "test -f ready"));
        await engine.UntilAsync(ServicePhase.Running);
        engine.Want();
        await Eventually.TrueAsync(() => engine.Service() is null, "it is forgotten");
        Assert.Equal("tidy\n", await File.ReadAllTextAsync(root["workspace/tidy"]));
    }

    [Fact]
    public async Task What_does_not_end_in_time_is_killed()
    {
        using var impatient = new Engine(root, settings => settings with { ServiceStop = TimeSpan.FromMilliseconds(500) });
        impatient.Want(AService("trap '' TERM; echo $$ > pid; (echo $BASHPID > child; sleep 1000); sleep 1000", ready: "test -f child"));
        await impatient.UntilAsync(ServicePhase.Running);
        var watch = Stopwatch.StartNew();
        impatient.Want(AService("", run: false));
        await impatient.UntilAsync(ServicePhase.Stopped);
        Assert.True(watch.Elapsed > TimeSpan.FromMilliseconds(450));
        Assert.False(Alive(await PidAsync("pid")) || Alive(await PidAsync("child")));
    }

    [Fact]
    public async Task No_orphan_is_left_when_it_ends_by_itself()
    {
        // One in its group, one in a group of its own of the same session.
        engine.Want(AService("sleep 1000 & echo $! > a; set -m; sleep 1000 & echo $! > b; exit 0"));
        await engine.UntilAsync(ServicePhase.Stopped);
        Assert.False(Alive(await PidAsync("a")) || Alive(await PidAsync("b")));
    }

    [Theory]
    [InlineData("kill $(cat pid); until [ -f signalled ]; do sleep 0.05; done", ServicePhase.Stopped, "")]
    [InlineData("echo $PPID-$WORD > stopped", ServicePhase.Stopped, "")]
    [InlineData("echo cannot; exit 7", ServicePhase.Failed, "the stop command ended with 7:\ncannot")]
    public async Task A_stop_command_stops_it_instead_of_a_signal(string stop, ServicePhase phase, string message)
    {
        var service = AService("trap 'touch signalled; exit' TERM; echo $$ > pid; while :; do sleep 0.05; done", ready: "test -f pid", stop: stop);
        service.Variables.Add(new Variable { Name = "WORD", Value = "word" });
        engine.Want(service);
        await engine.UntilAsync(ServicePhase.Running);

        // The stop command is that of the start, whatever it has become.
        engine.Want(AService("", run: false, stop: "touch wrong"));

        Assert.Equal(message, (await engine.UntilAsync(phase)).FailureMessage);
        Assert.False(Alive(await PidAsync("pid")));
        Assert.False(File.Exists(root["workspace/wrong"]));
        Assert.Equal(stop.StartsWith("kill", StringComparison.Ordinal), File.Exists(root["workspace/signalled"]));
    }

    [Fact]
    public async Task A_stop_command_that_hangs_is_killed_with_its_service()
    {
        using var impatient = new Engine(root, settings => settings with { ServiceStop = TimeSpan.FromSeconds(3) });
        impatient.Want(AService("echo $$ > pid; sleep 1000", ready: "test -f pid", stop: "echo $$ > stop; sleep 1000"));
        await impatient.UntilAsync(ServicePhase.Running);
        impatient.Want(AService("", run: false));
        Assert.Equal("the stop command did not end within 3 s", (await impatient.UntilAsync(ServicePhase.Failed)).FailureMessage);
        Assert.False(Alive(await PidAsync("pid")) || Alive(await PidAsync("stop")));
    }

    [Fact]
    public async Task Another_session_restarts_it_with_what_it_is_now()
    {
        engine.Want(AService("echo one >> starts; sleep 1000", ready: "test -f starts"));
        await engine.UntilAsync(ServicePhase.Running);
        engine.Want(AService("echo two >> starts; sleep 1000", ready: "test -f starts"));
        engine.Want(AService("echo three >> starts; sleep 1000", session: "2"));
        await engine.UntilAsync(ServicePhase.Running, "2");
        await Eventually.TrueAsync(() => Count("starts") == 2, "the second start");
        Assert.Equal("one\nthree\n", await File.ReadAllTextAsync(root["workspace/starts"]));
    }

    [Fact]
    public async Task The_last_word_wins_and_nothing_runs_twice()
    {
        var start = "trap 'sleep 0.2; rm -f alive; exit' TERM; [ ! -f alive ] || touch twice; touch alive; while :; do sleep 0.02; done";
        for (var i = 0; i < 40; i++)
        {
            engine.Want(AService(start, session: (i % 7).ToString(System.Globalization.CultureInfo.InvariantCulture), run: i % 3 != 0));
            await Task.Delay(i % 5 * 20);
        }

        engine.Want(AService(start, session: "last", ready: "test -f alive"));
        await engine.UntilAsync(ServicePhase.Running, "last");
        engine.Want();
        await Eventually.TrueAsync(() => engine.Service() is null, "it is forgotten");
        Assert.False(File.Exists(root["workspace/twice"]));
        Assert.False(File.Exists(root["workspace/alive"]));
    }

    [Fact]
    public async Task What_it_puts_out_is_reported_while_it_runs_and_gone_with_the_next_start()
    {
        var news = new List<bool>();
        engine.Work.Changed += phase => { lock (news) news.Add(phase); };
        engine.Want(AService("echo URL=http://a=b >> $ENVIRONS_OUTPUT; echo nonsense >> $ENVIRONS_OUTPUT; until [ -f more ]; do sleep 0.05; done; echo URL=c >> $ENVIRONS_OUTPUT; sleep 1000"));
        await Eventually.TrueAsync(() => engine.Service()?.Output.GetValueOrDefault("URL") == "http://a=b", "the first value");
        lock (news) Assert.False(news[^1]);
        await File.WriteAllTextAsync(root["workspace/more"], "");
        await Eventually.TrueAsync(() => engine.Service()?.Output.GetValueOrDefault("URL") == "c", "the second value");
        Assert.Contains("web: line 2 of its output is dropped: it is not NAME=VALUE", engine.Log, StringComparison.Ordinal);

        engine.Want(AService("sleep 1000", session: "2"));
        await engine.UntilAsync(ServicePhase.Running, "2");
        Assert.Empty(engine.Service()!.Output);
    }

    [Fact]
    public async Task The_environment_is_the_container_s_without_what_is_ours()
    {
        Environment.SetEnvironmentVariable("ENVIRONS_SECRET_TO_US", "x");
        var service = AService("env");
        service.Variables.Add(new Variable { Name = "GREETING", Value = "two\nlines" });
        engine.Want(service);
        await engine.UntilAsync(ServicePhase.Stopped);
        var said = await File.ReadAllTextAsync(root["run/logs/services/s.log"]);
        Assert.Contains("GREETING=two\nlines\n", said, StringComparison.Ordinal);
        Assert.Contains("PATH=", said, StringComparison.Ordinal);
        Assert.Equal([$"ENVIRONS_OUTPUT={root["run/outputs/services/s"]}"], said.Split('\n').Where(line => line.StartsWith("ENVIRONS_", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(130_000)]
    [InlineData(131_071)]
    [InlineData(131_072)]
    [InlineData(1_000_000)]
    public async Task A_script_of_any_length_is_run(int length)
    {
        var script = "echo short #";
        engine.Want(AService(script + new string('x', length - script.Length - 11) + "\necho long\n"));
        await engine.UntilAsync(ServicePhase.Stopped);
        Assert.Equal("short\nlong\n", await File.ReadAllTextAsync(root["run/logs/services/s.log"]));
    }

    [Fact]
    public async Task What_cannot_be_started_fails_with_the_reason()
    {
        var service = AService("true");
        service.Variables.Add(new Variable { Name = "A=B", Value = "x" });
        engine.Want(service);
        Assert.Contains("\"A=B\" is no name of a variable", (await engine.UntilAsync(ServicePhase.Failed)).FailureMessage, StringComparison.Ordinal);

        var desired = engine.Desired(AService("true", session: "2"));
        desired.WorkspaceFolder = "/no/such/folder";
        engine.Work.Take(desired);
        Assert.Equal("the workspace folder /no/such/folder is not there", (await engine.UntilAsync(ServicePhase.Failed, "2")).FailureMessage);
    }

    private int Starts() => Count("starts");

    private int Count(string file) => File.Exists(root["workspace/" + file]) ? File.ReadAllLines(root["workspace/" + file]).Length : 0;

    private async Task<string> PidAsync(string file) => (await File.ReadAllTextAsync(root["workspace/" + file])).Trim();

    private static bool Alive(string pid) => File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z", StringComparison.Ordinal);
}
