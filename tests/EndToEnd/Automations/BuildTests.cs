using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Automations;

/// <summary>A graph of tasks: groups one after another, steps of a group at once.</summary>
public sealed class BuildTests(InstalledOperator @operator) : AutomationsTest(@operator)
{
    [Fact]
    public async Task Eight_tasks_run_in_their_order_fail_where_they_fail_and_stop_when_they_are_told_to()
    {
        var (environment, automations) = await StartAsync("build", Devbox);
        await environment.PollAsync(async () => (await automations.TasksAsync()).Count == 11, "the file's tasks are there", null);

        var built = (await automations.FinishedAsync(await automations.RunAsync("package"))).Status!;
        Assert.Equal((TaskExecutionPhases.Succeeded, null), (built.Phase, built.FailureMessage));
        Assert.Equal(
            ["fetch", "compile-app compile-core compile-docs", "link-app link-docs", "test", "package"],
            built.Plan!.Select(group => string.Join(' ', group.Steps.Select(step => step.Id))));
        Assert.Equal("app.tar", built.Steps!.Single(step => step.Id == "package").Output!["artifact"]);
        Assert.All(built.Steps!, step => Assert.Equal((TaskExecutionPhases.Succeeded, 0), (step.Phase, step.ExitCode)));
        var lines = (await environment.ExecAsync("cat $HOME/steps")).Split('\n');
        Assert.Equal(16, lines.Length);
        // At once: all three have begun before the first of them ends.
        Assert.Equal(["begin compile-app", "begin compile-core", "begin compile-docs"], lines[2..5].Order());
        Assert.Equal(["end fetch", "end test"], [lines[1], lines[13]]);

        var broken = (await automations.FinishedAsync(await automations.RunAsync("broken"))).Status!;
        Assert.Equal(TaskExecutionPhases.Failed, broken.Phase);
        Assert.Contains("Step \"broken-step\" failed", broken.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("cannot find the linker", broken.FailureMessage, StringComparison.Ordinal);
        Assert.Equal(3, broken.Steps!.Single(step => step.Id == "broken-step").ExitCode);
        Assert.Equal(TaskExecutionPhases.Succeeded, broken.Steps!.Single(step => step.Id == "compile-docs").Phase);
        Assert.DoesNotContain(broken.Steps!, step => step.Id == "broken");

        var endless = await automations.RunAsync("endless");
        await environment.UntilExecAsync("cat $HOME/endless 2>/dev/null", "begun");
        await automations.PatchAsync("TaskExecution", endless, new JsonObject { ["desiredPhase"] = DesiredPhases.Stopped });
        Assert.Equal(TaskExecutionPhases.Stopped, (await automations.FinishedAsync(endless)).Status!.Phase);

        // One that runs ends with its pod, and says so.
        var lost = await automations.RunAsync("endless");
        await automations.RunningAsync(lost, "endless");
        await Here.KubectlAsync("delete", "pod", environment.Name);
        var status = (await automations.FinishedAsync(lost)).Status!;
        Assert.Equal((TaskExecutionPhases.Failed, "PodLost"), (status.Phase, TestEnvironment.Condition(status.Conditions, AutomationConditions.Ready)!.Reason));

        // Edited while one runs: the next run is as it was edited, and this one as it was planned.
        await environment.RunningAsync();
        var edited = await automations.RunAsync("endless");
        await automations.RunningAsync(edited, "endless");
        await environment.ExecAsync("""
            cd /workspaces/build
            printf 'tasks:\n  endless:\n    name: Ends\n    command: echo ended\n' >.ona/automations.yaml
            """);
        await environment.PollAsync(async () => (await automations.TasksAsync()).Select(task => task.Spec.DisplayName).SequenceEqual(["Ends"]), "the edit is there", null);
        Assert.Equal(TaskExecutionPhases.Succeeded, (await automations.FinishedAsync(await automations.RunAsync("endless"))).Status!.Phase);
        Assert.Null((await automations.ExecutionsAsync("endless")).Single(execution => execution.Metadata.Name == edited).Status!.CompletedAt);

        // Stopped, it is over; started, nothing runs by itself, and the edit is still there.
        await StopAsync(environment);
        Assert.Equal(TaskExecutionPhases.Failed, (await automations.FinishedAsync(edited)).Status!.Phase);
        await StartAsync(environment);
        Assert.Equal(TaskExecutionPhases.Succeeded, (await automations.FinishedAsync(await automations.RunAsync("endless"))).Status!.Phase);
        await DeleteAsync(environment, automations);
    }
}
