using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Automations;

/// <summary>What runs in the container machine, beside the dev container.</summary>
public sealed class MachineTests(InstalledOperator @operator) : AutomationsTest(@operator)
{
    [Fact]
    public async Task What_runs_in_machine_outlives_the_dev_container_and_comes_back_with_machine()
    {
        var (environment, automations) = await StartAsync("machine", Devbox);
        await automations.ServiceAsync("agent", ServicePhases.Running);
        await automations.ServiceAsync("shop", ServicePhases.Running);

        var run = (await automations.FinishedAsync("report", 1)).Status!;
        Assert.Equal(TaskExecutionPhases.Succeeded, run.Phase);
        var author = await environment.ExecAsync("cat /workspaces/machine/author");
        Assert.Equal(author, run.Steps!.Single(step => step.Id == "inspect").Output!["author"]);
        await environment.UntilLogAsync("machine", "[agent] agent of user environs");
        var endless = await automations.RunAsync("endless");
        await automations.RunningAsync(endless, "endless");

        var pod = (await environment.PodAsync())!;
        if (!NodeProcesses.KillSupervisor(pod.Metadata.Uid)) Assert.Skip("The node is elsewhere, so nobody can kill the supervisor.");
        // Triggers fire for the new dev container; what runs beside it is left alone.
        Assert.Equal(TaskExecutionPhases.Succeeded, (await automations.FinishedAsync("report", 2)).Status!.Phase);
        await automations.ServiceAsync("shop", ServicePhases.Running);
        await automations.ServiceAsync("agent", ServicePhases.Running);
        Assert.Equal(("begun", 1, 0), (await environment.ExecAsync("cat /workspaces/machine/agent"), await RestartsAsync(environment, "dev"), await RestartsAsync(environment, "machine")));
        Assert.Equal(TaskExecutionPhases.Running, (await automations.ExecutionsAsync("endless")).Single().Status!.Phase);

        Assert.True(NodeProcesses.KillSupervisor(pod.Metadata.Uid, "machine"));
        var lost = (await automations.FinishedAsync(endless)).Status!;
        Assert.Equal((TaskExecutionPhases.Failed, "SupervisorLost"), (lost.Phase, TestEnvironment.Condition(lost.Conditions, AutomationConditions.Ready)!.Reason));
        await environment.UntilExecAsync("cat /workspaces/machine/agent", "begun\nbegun");
        await automations.ServiceAsync("agent", ServicePhases.Running);
        Assert.Equal((1, 1), (await RestartsAsync(environment, "dev"), await RestartsAsync(environment, "machine")));
        Assert.Equal(2, (await automations.ExecutionsAsync("report")).Count);
        Assert.Equal((EnvironmentPhases.Running, pod.Metadata.Uid), ((await environment.StatusAsync()).Phase, (await environment.PodAsync())!.Metadata.Uid));
    }

    [Fact]
    public async Task A_machine_that_cannot_start_is_told_and_keeps_nothing_else_from_running()
    {
        var environment = await Here.RunAsync(await Here.TinyAsync());
        _ = (await Here.KubectlAsync(
            "patch", "pod", environment.Name, "--type=strategic", """--patch={"spec":{"containers":[{"name":"machine","image":"environs.local/no/such:image"}]}}""")).Text;
        var status = await environment.UntilAsync(now => now.Machine?.WarningMessage is not null, "the trouble of machine is told");
        Assert.Contains("environs.local/no/such:image", Assert.Single(status.WarningMessage!), StringComparison.Ordinal);
        Assert.Equal((EnvironmentPhases.Running, "True"), (status.Phase, TestEnvironment.Condition(status, EnvironmentConditions.Ready)!.Status));
        await environment.UntilExecAsync("echo here", "here");
    }

    private static async Task<int> RestartsAsync(TestEnvironment environment, string container) =>
        (await environment.PodAsync())!.Status.ContainerStatuses.Single(status => status.Name == container).RestartCount;
}
