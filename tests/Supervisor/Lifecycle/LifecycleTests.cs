using Environs.Protocol.Supervision;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Lifecycle;

public sealed class LifecycleTests : IDisposable
{
    private readonly TemporaryFolder root = new();
    private readonly Engine engine;

    public LifecycleTests() => engine = new Engine(root);

    public void Dispose()
    {
        engine.Dispose();
        root.Dispose();
    }

    [Fact]
    public async Task Commands_run_in_their_order_and_in_each_form()
    {
        await RunAsync(
            Command("onCreateCommand", Script("echo one >>log; pwd >>log")),
            Command("updateContentCommand", new DesiredLifecyclePart { Arguments = { "sh", "-c", "echo \"$0 two\" >>log", "$HOME" } }),
            Command("postCreateCommand", Script("while [ ! -e b ]; do sleep 0.05; done; echo done >a", "a"), Script("touch b", "b")),
            Command("postStartCommand", Script("cat a >>log")));
        Assert.Equal(["one", root["workspace"], "$HOME two", "done"], await File.ReadAllLinesAsync(root["workspace/log"], TestContext.Current.CancellationToken));
        Assert.Equal(root["workspace"], engine.Report.Lifecycle.WorkspaceFolder);
    }

    [Fact]
    public async Task What_they_write_is_in_the_container_s_log_and_on_disk()
    {
        await RunAsync(Command("postCreateCommand", Script("echo hello"), Script("echo there", "db")));
        await Eventually.TrueAsync(() => engine.Lines.Contains("[postCreateCommand] hello\n") && engine.Lines.Contains("[postCreateCommand db] there\n"), "the log has it");
        Assert.Equal("hello\n", await File.ReadAllTextAsync(root["run/logs/lifecycle/postCreateCommand.log"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task One_that_fails_is_the_last_and_says_why()
    {
        Take(new DesiredDevcontainer
        {
            Commands =
            {
                Command("onCreateCommand", Script("true")),
                Command("postCreateCommand", Script("echo well"), Script("echo cannot; exit 7", "db")),
                Command("postStartCommand", Script("touch started")),
            },
        });
        await Eventually.TrueAsync(() => engine.Report.Lifecycle.Commands[1].Phase == StepPhase.Failed, "it has failed");
        var (failed, next) = (engine.Report.Lifecycle.Commands[1], engine.Report.Lifecycle.Commands[2]);
        Assert.Equal((7, "postCreateCommand db ended with 7:\ncannot", true), (failed.ExitCode, failed.FailureMessage, failed.Awaited));
        Assert.Equal(StepPhase.Unspecified, next.Phase);
        Assert.False(File.Exists(root["workspace/started"]));
    }

    [Fact]
    public async Task One_that_is_optional_may_fail()
    {
        Take(new DesiredDevcontainer { Commands = { Optional("exit 3"), Command("postStartCommand", Script("touch started")) } });
        await Eventually.TrueAsync(() => engine.Report.Lifecycle.Commands[1].Phase == StepPhase.Succeeded, "the next has run");
        Assert.Equal((StepPhase.Failed, 3, "dotfiles ended with 3"), Of(engine.Report.Lifecycle.Commands[0]));
    }

    [Fact]
    public async Task One_that_has_a_limit_is_ended_with_all_that_it_started()
    {
        Take(new DesiredDevcontainer { Commands = { Optional("echo stuck; sleep 1000 & echo $! >pid; wait", limit: 200), Command("postStartCommand", Script("touch started")) } });
        await Eventually.TrueAsync(() => engine.Report.Lifecycle.Commands[1].Phase == StepPhase.Succeeded, "the next has run");
        Assert.Equal((StepPhase.Failed, 143, "dotfiles had not ended after 0.2 s, was told to, and ended with 143:\nstuck"), Of(engine.Report.Lifecycle.Commands[0]));
        var pid = (await File.ReadAllTextAsync(root["workspace/pid"], TestContext.Current.CancellationToken)).Trim();
        Assert.True(!File.Exists($"/proc/{pid}/stat") || (await File.ReadAllTextAsync($"/proc/{pid}/stat", TestContext.Current.CancellationToken)).Contains(") Z", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_a_failure_that_names_it()
    {
        Take(new DesiredDevcontainer { Commands = { Command("onCreateCommand", new DesiredLifecyclePart { Arguments = { "no-such-program" } }) } });
        await Eventually.TrueAsync(() => engine.Report.Lifecycle.Commands[0].Phase == StepPhase.Failed, "it has failed");
        Assert.Contains("no-such-program cannot be run: No such file", engine.Report.Lifecycle.Commands[0].FailureMessage);
        Assert.Equal(126, engine.Report.Lifecycle.Commands[0].ExitCode);
    }

    [Fact]
    public async Task They_run_once_whatever_is_wanted_later()
    {
        await RunAsync(Command("onCreateCommand", Script("echo one >>log")));
        Take(new DesiredDevcontainer { RemoteUser = "nobody", Commands = { Command("onCreateCommand", Script("echo two >>log")) } });
        await SucceedsAsync("cat log");
        Assert.Equal("one\n", await File.ReadAllTextAsync(root["workspace/log"], TestContext.Current.CancellationToken));
        Assert.Equal("", engine.Report.Lifecycle.RemoteUser);
    }

    [Fact]
    public async Task What_one_leaves_in_the_background_goes_on()
    {
        await RunAsync(
            Command("postStartCommand", Script("(while [ ! -e go ]; do sleep 0.05; done; touch went) & echo $! >pid")),
            Command("postAttachCommand", Script("touch go")));
        await Eventually.TrueAsync(() => File.Exists(root["workspace/went"]), "it goes on");
    }

    [Fact]
    public async Task Variables_are_those_of_the_file()
    {
        Environment.SetEnvironmentVariable("LIFECYCLE_TEST", "inherited");
        Take(new DesiredDevcontainer
        {
            ContainerEnv = { new Variable { Name = "A", Value = "a" }, new Variable { Name = "GONE", Value = "x" } },
            RemoteEnv =
            {
                new Variable { Name = "B", Value = "${containerEnv:A}:${containerEnv:LIFECYCLE_TEST}:${containerEnv:NONE:default}:${containerEnv:NONE}:$A" },
                new Variable { Name = "A", Value = "over ${containerEnv:A}" },
                new Variable { Name = "GONE", Unset = true },
                new Variable { Name = "LIFECYCLE_TEST", Unset = true },
            },
            Commands = { Command("onCreateCommand", Script("echo \"$A|$B|${GONE-none}|${LIFECYCLE_TEST-none}|${containerEnv:A}\" >log")) },
        });
        await Eventually.TrueAsync(() => engine.Report.Lifecycle.Commands[0].Phase == StepPhase.Succeeded, "it has run");
        Assert.Equal("over a|a:inherited:default::$A|none|none|a\n", await File.ReadAllTextAsync(root["workspace/log"], TestContext.Current.CancellationToken));
        await SucceedsAsync("test \"$A\" = 'over a' -a -z \"${GONE-}\"");
    }

    [Fact]
    public async Task Nothing_runs_before_it_is_known_as_whom()
    {
        var desired = engine.Desired(Engine.AStep("touch ran"));
        desired.DevcontainerPaths.Add(".devcontainer.json");
        engine.Work.Take(desired);
        Assert.Empty(engine.Report.Steps);
        Assert.Null(engine.Report.Lifecycle);

        desired.Devcontainer = new DesiredDevcontainer();
        engine.Work.Take(desired);
        await engine.UntilAsync(StepPhase.Succeeded);
        Assert.True(File.Exists(root["workspace/ran"]));
    }

    [Fact]
    public async Task Everything_runs_as_the_file_s_user_with_the_workspace_s_group()
    {
        if (!Environment.IsPrivilegedProcess) Assert.Skip("only root can be somebody else");
        await Support.Command.RunAsync("sh", ["-c", $"chown :4242 {root["workspace"]} && chmod 2775 {root["workspace"]} && chmod a+rx {root.Path}"]);
        if (!await ReachesAsync()) Assert.Skip("nobody but root reaches the supervisor; `make test` uses one that is placed elsewhere");
        Take(new DesiredDevcontainer
        {
            RemoteUser = "nobody",
            Commands = { Command("onCreateCommand", Script("echo $(id -un) $USER $LOGNAME $(id -G) >log; echo said >/dev/stdout; grep -c '^CapEff:.0*$' /proc/self/status >>log")) },
        });
        await Eventually.TrueAsync(() => engine.Report.Lifecycle.Commands[0].Phase is StepPhase.Succeeded or StepPhase.Failed, "it has run");
        Assert.Equal("", engine.Report.Lifecycle.Commands[0].FailureMessage);
        Assert.Equal("nobody nobody nobody 65534 4242\n1\n", await File.ReadAllTextAsync(root["workspace/log"], TestContext.Current.CancellationToken));
        await SucceedsAsync("test $(id -un) = nobody && echo x >written");
    }

    [Fact]
    public async Task A_user_that_is_not_there_is_named()
    {
        Take(new DesiredDevcontainer { RemoteUser = "vscode", Commands = { Command("onCreateCommand", Script("true")) } });
        await Eventually.TrueAsync(() => engine.Report.Lifecycle.Commands[0].Phase == StepPhase.Failed, "it has failed");
        Assert.Equal("onCreateCommand: the image has no user \"vscode\": /etc/passwd does not name it", engine.Report.Lifecycle.Commands[0].FailureMessage);
        var desired = engine.Desired(Engine.AStep("true"));
        engine.Work.Take(desired);
        Assert.Contains("no user \"vscode\"", (await engine.UntilAsync(StepPhase.Failed)).FailureMessage);
    }

    [Fact]
    public async Task The_container_s_end_ends_them()
    {
        Take(new DesiredDevcontainer { Commands = { Command("onCreateCommand", Script("touch up; sleep 1000")), Command("postCreateCommand", Script("touch next")) } });
        await Eventually.TrueAsync(() => File.Exists(root["workspace/up"]), "it runs");
        await engine.Work.StopAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([StepPhase.Stopped, StepPhase.Unspecified], engine.Report.Lifecycle.Commands.Select(command => command.Phase));
        Assert.False(File.Exists(root["workspace/next"]));
    }

    private async Task RunAsync(params DesiredLifecycleCommand[] commands)
    {
        Take(new DesiredDevcontainer { Commands = { commands } });
        await Eventually.TrueAsync(() => engine.Report.Lifecycle.Commands.All(command => command.Phase == StepPhase.Succeeded), "all have succeeded");
    }

    private void Take(DesiredDevcontainer devcontainer)
    {
        var desired = engine.Desired();
        desired.DevcontainerPaths.Add(".devcontainer.json");
        desired.Devcontainer = devcontainer;
        engine.Work.Take(desired);
    }

    private async Task SucceedsAsync(string command)
    {
        engine.Want(Engine.AStep(command));
        await engine.UntilAsync(StepPhase.Succeeded);
    }

    private static async Task<bool> ReachesAsync() =>
        (await Support.Command.RunAsync("setpriv", ["--reuid=65534", "--clear-groups", Support.Command.Supervisor, "version"])).ExitCode == 0;

    private static DesiredLifecycleCommand Command(string name, params DesiredLifecyclePart[] parts) => new() { Name = name, Awaited = true, Parts = { parts } };

    private static DesiredLifecycleCommand Optional(string script, int limit = 0) => new() { Name = "dotfiles", Optional = true, Limit = limit, Parts = { Script(script) } };

    private static (StepPhase, int, string) Of(LifecycleCommandReport report) => (report.Phase, report.ExitCode, report.FailureMessage);

    private static DesiredLifecyclePart Script(string script, string label = "") => new() { Label = label, Script = script };
}
