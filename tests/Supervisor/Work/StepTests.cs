using System.Diagnostics;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Tests.Support;
using static Environs.Supervisor.Tests.Support.Engine;

namespace Environs.Supervisor.Tests.Work;

public sealed class StepTests : IDisposable
{
    private readonly TemporaryFolder root = new();
    private readonly Engine engine;

    public StepTests() => engine = new Engine(root);

    public void Dispose()
    {
        engine.Dispose();
        root.Dispose();
    }

    [Fact]
    public async Task A_step_runs_once_and_its_result_stays_until_it_is_not_asked_for()
    {
        engine.Want(AStep("echo x >> ran; echo VERSION=1.2 > $ENVIRONS_OUTPUT; echo done"));
        Assert.Equal(StepPhase.Running, engine.Step()!.Phase);
        var step = await engine.UntilAsync(StepPhase.Succeeded);
        Assert.Equal((0, "", "1.2"), (step.ExitCode, step.FailureMessage, step.Output["VERSION"]));
        Assert.InRange(step.EndedAt - step.StartedAt, 0, 20_000);
        Assert.Equal("done\n", await File.ReadAllTextAsync(root["run/logs/steps/e/one.log"]));
        Assert.Contains("[build one] done\n", engine.Lines, StringComparison.Ordinal);

        engine.Want(AStep("echo x >> ran"));
        Assert.Equal(StepPhase.Succeeded, engine.Step()!.Phase);
        engine.Want();
        Assert.Null(engine.Step());
        Assert.Equal("x\n", await File.ReadAllTextAsync(root["workspace/ran"]));
    }

    [Theory]
    [InlineData("echo a; echo b; exit 3", 3, "it ended with 3:\na\nb")]
    [InlineData("kill -15 $$", 143, "it ended with 143")]
    public async Task A_step_that_fails_says_its_last_words(string command, int code, string message)
    {
        engine.Want(AStep(command));
        var step = await engine.UntilAsync(StepPhase.Failed);
        Assert.Equal((code, message), (step.ExitCode, step.FailureMessage));
    }

    [Fact]
    public async Task A_step_that_is_told_to_stop_stops()
    {
        engine.Want(AStep("trap 'exit 5' TERM; touch ready; while :; do sleep 0.05; done"));
        await Eventually.TrueAsync(() => File.Exists(root["workspace/ready"]), "it runs");
        engine.Want(AStep("", stop: true));
        Assert.Equal(5, (await engine.UntilAsync(StepPhase.Stopped)).ExitCode);
    }

    [Fact]
    public async Task A_step_that_does_not_stop_in_time_is_killed_and_fails()
    {
        using var impatient = new Engine(root, settings => settings with { StepStop = TimeSpan.FromMilliseconds(300) });
        impatient.Want(AStep("trap '' TERM; touch ready; echo stubborn; while :; do sleep 0.05; done"));
        await Eventually.TrueAsync(() => File.Exists(root["workspace/ready"]), "it runs");
        impatient.Want(AStep("", stop: true));
        var step = await impatient.UntilAsync(StepPhase.Failed);
        Assert.Equal((137, "it was killed, as it did not end within 0.3 s, and ended with 137:\nstubborn"), (step.ExitCode, step.FailureMessage));
    }

    [Fact]
    public async Task A_step_that_nobody_asks_for_any_more_is_stopped_and_forgotten()
    {
        engine.Want(AStep("trap 'touch stopped; exit' TERM; touch ready; while :; do sleep 0.05; done"));
        await Eventually.TrueAsync(() => File.Exists(root["workspace/ready"]), "it runs");
        engine.Want();
        await Eventually.TrueAsync(() => engine.Step() is null, "it is forgotten");
        Assert.True(File.Exists(root["workspace/stopped"]));
    }

    [Fact]
    public async Task A_step_that_is_stopped_before_it_starts_never_runs()
    {
        engine.Want(AStep("touch ran", stop: true));
        await engine.UntilAsync(StepPhase.Stopped);
        Assert.False(File.Exists(root["workspace/ran"]));
    }

    [Fact]
    public async Task What_came_of_a_step_outlives_its_supervisor()
    {
        engine.Want(AStep("echo no >&2; echo KEY=value >> $ENVIRONS_OUTPUT; exit 3"));
        var told = await engine.UntilAsync(StepPhase.Failed);
        using var next = new Engine(root);
        next.Want(AStep("touch ran"));
        Assert.Equal(told, await next.UntilAsync(StepPhase.Failed));
        Assert.False(File.Exists(root["workspace/ran"]));
    }

    [Fact]
    public async Task Logs_and_outputs_of_all_but_the_newest_executions_are_deleted()
    {
        string[] folders = ["run/logs/steps", "run/outputs/steps"];
        foreach (var folder in folders)
        {
            for (var i = 0; i < 101; i++) Directory.SetLastWriteTimeUtc(Directory.CreateDirectory(root[$"{folder}/old-{i}"]).FullName, DateTime.UnixEpoch.AddDays(i));
        }

        engine.Want(AStep("exit 0"));
        await Eventually.TrueAsync(() => folders.All(folder => !Directory.Exists(root[$"{folder}/old-0"])), "the oldest are deleted");
        Assert.All(folders, folder => Assert.True(Directory.Exists(root[$"{folder}/old-1"])));
    }

    [Fact]
    public async Task A_step_that_another_supervisor_started_is_lost()
    {
        engine.Want(AStep("sleep 1000"));
        await Eventually.TrueAsync(() => File.Exists(root["run/steps/e/one"]), "it is marked");

        using var next = new Engine(root);
        next.Want(AStep("touch ran"), AStep("touch ran-too", step: "two"));
        await next.UntilAsync(StepPhase.Lost);
        await next.UntilAsync(StepPhase.Succeeded, "two");
        Assert.False(File.Exists(root["workspace/ran"]));
    }

    [Fact]
    public async Task Many_steps_run_at_once_and_each_has_its_own_exit_code()
    {
        engine.Want([.. Enumerable.Range(0, 50).Select(i => AStep($"sleep 0.2; {(i % 2 == 0 ? $"exit {i}" : $"kill -{(i % 4 == 1 ? 9 : 15)} $$")}", step: $"s{i}"))]);
        await Eventually.TrueAsync(() => engine.Report.Steps.All(step => step.Phase != StepPhase.Running), "all end", 60);
        Assert.Equal(
            Enumerable.Range(0, 50).ToDictionary(i => $"s{i}", i => i % 2 == 0 ? i : i % 4 == 1 ? 137 : 143),
            engine.Report.Steps.ToDictionary(step => step.Step, step => step.ExitCode));
    }

    [Theory]
    [InlineData("../../../escaped", "..")]
    [InlineData("a/b", "/etc")]
    [InlineData("", "")]
    public async Task Odd_names_stay_in_their_folder(string step, string execution)
    {
        engine.Want(AStep("echo A=b > $ENVIRONS_OUTPUT; echo said", step, execution));
        await Eventually.TrueAsync(() => engine.Step(step, execution)?.Phase == StepPhase.Succeeded, "it runs");
        Assert.Equal("b", engine.Step(step, execution)!.Output["A"]);
        Assert.Equal(["run", "workspace"], Directory.GetFileSystemEntries(root.Path).Select(Path.GetFileName).Order());
        Assert.Equal(["logs", "outputs", "steps"], Directory.GetFileSystemEntries(root["run"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Without_a_folder_for_markers_a_step_fails_and_a_service_runs()
    {
        using var elsewhere = new Engine(root, settings => settings with { Folder = "/proc/no-folder" });
        elsewhere.Want(AStep("touch ran"), AService("echo hello; sleep 1000"));
        Assert.StartsWith("the step is not run, as nothing could keep it from running twice: ", (await elsewhere.UntilAsync(StepPhase.Failed)).FailureMessage, StringComparison.Ordinal);
        await elsewhere.UntilAsync(ServicePhase.Running);
        await Eventually.TrueAsync(() => elsewhere.Lines.Contains("[web] hello\n", StringComparison.Ordinal), "its line is shown");
        Assert.Single(elsewhere.Log.Split('\n'), line => line.Contains("does not take logs", StringComparison.Ordinal));
    }
}
