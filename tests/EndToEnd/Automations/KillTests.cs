using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Automations;

/// <summary>The supervisor dies in the middle.</summary>
public sealed class KillTests(InstalledOperator @operator) : AutomationsTest(@operator)
{
    // In clock ticks since the node's boot: the process id may well be the same in the next container.
    private const string DatabaseStart = "cut -d' ' -f22 /proc/$(pgrep -f '[d]atabase.py')/stat";

    [Fact]
    public async Task After_the_supervisors_death_services_start_again_once_and_what_ran_has_failed()
    {
        var (environment, automations) = await StartAsync("web", Devbox);
        await automations.ServiceAsync("web", ServicePhases.Running);
        await automations.FinishedAsync("seed", 1);
        var (pod, before) = ((await environment.PodAsync())!, await environment.ExecAsync(DatabaseStart));
        await environment.ExecAsync("cd /workspaces/web && printf '  endless:\\n    name: Endless\\n    command: echo begun >>$HOME/endless; sleep 1000\\n' >>.ona/automations.yaml");
        await environment.PollAsync(async () => (await automations.TasksAsync()).Count == 2, "the new task is there", null);
        var execution = await automations.RunAsync("endless");
        await automations.RunningAsync(execution, "endless");
        await environment.UntilExecAsync("cat $HOME/endless 2>/dev/null", "begun");

        if (!NodeProcesses.KillSupervisor(pod.Metadata.Uid)) Assert.Skip("The node is elsewhere, so nobody can kill the supervisor.");

        var status = (await automations.FinishedAsync(execution)).Status!;
        Assert.Equal((TaskExecutionPhases.Failed, "SupervisorLost"), (status.Phase, TestEnvironment.Condition(status.Conditions, AutomationConditions.Ready)!.Reason));
        await environment.PollAsync(async () => (await environment.PodAsync())!.Status.ContainerStatuses.Single(container => container.Name == "dev") is { RestartCount: 1, Ready: true }, "the container is back", null);
        // Triggers fire for the new container, too.
        Assert.Equal(TaskExecutionPhases.Succeeded, (await automations.FinishedAsync("seed", 2)).Status!.Phase);
        await automations.ServiceAsync("web", ServicePhases.Running);
        await environment.UntilExecAsync("pgrep -cf '[d]atabase.py'", "1");
        Assert.NotEqual(before, await environment.ExecAsync(DatabaseStart));
        Assert.Equal("begun", await environment.ExecAsync("cat $HOME/endless"));
        Assert.Equal(pod.Metadata.Uid, (await environment.PodAsync())!.Metadata.Uid);
    }
}
