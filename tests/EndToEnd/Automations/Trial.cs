using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Automations;

/// <summary>An environment in which a service is starting, another is stopping, and a task's step runs, all until it is told to go on.</summary>
public sealed class Trial(TestEnvironment environment, TestAutomations automations)
{
    private string execution = "";

    public TestEnvironment Environment => environment;

    /// <summary>Gets everything into the middle.</summary>
    public async Task BeginAsync()
    {
        await automations.FinishedAsync("once", 1);
        await automations.ServiceAsync("slow", ServicePhases.Starting);
        await automations.ServiceAsync("steady", ServicePhases.Running);
        await environment.UntilExecAsync("cat $HOME/steady 2>/dev/null", "begun");
        execution = await automations.RunAsync("after");
        await automations.RunningAsync(execution, "long");
        await environment.UntilExecAsync("cat $HOME/long 2>/dev/null", "begun");
        await automations.PatchAsync("Service", automations.Name("steady"), new JsonObject { ["desiredPhase"] = DesiredPhases.Stopped });
        await automations.ServiceAsync("steady", ServicePhases.Stopping);
    }

    public Task GoOnAsync() => environment.ExecAsync("touch $HOME/go");

    /// <summary>What holds when nothing of it has been lost.</summary>
    public async Task IsUntouchedAsync()
    {
        Assert.Equal(TaskExecutionPhases.Succeeded, (await automations.FinishedAsync(execution)).Status!.Phase);
        await automations.ServiceAsync("slow", ServicePhases.Running);
        await automations.ServiceAsync("steady", ServicePhases.Stopped);
        Assert.Equal("begun|begun ended|begun ended|ran|ran", await LinesAsync());
        Assert.Single(await automations.ExecutionsAsync("once"));
    }

    /// <summary>What holds when the container was lost and has come back in the same pod.</summary>
    public async Task IsStartedAnewAsync(string podUid)
    {
        var status = (await automations.FinishedAsync(execution)).Status!;
        Assert.Equal((TaskExecutionPhases.Failed, "SupervisorLost"), (status.Phase, TestEnvironment.Condition(status.Conditions, AutomationConditions.Ready)!.Reason));
        await automations.FinishedAsync("once", 2);
        await automations.ServiceAsync("slow", ServicePhases.Starting);
        await GoOnAsync();
        await automations.ServiceAsync("slow", ServicePhases.Running);
        await automations.ServiceAsync("steady", ServicePhases.Stopped);
        Assert.Equal("begun begun|begun|begun||ran ran", await LinesAsync());
        Assert.Equal("1", await environment.ExecAsync("pgrep -xc sleep"));
        Assert.Equal(podUid, (await environment.PodAsync())!.Metadata.Uid);
    }

    private async Task<string> LinesAsync() =>
        await environment.ExecAsync("cd; for i in slow steady long after once; do cat $i 2>/dev/null | paste -sd' '; done | paste -sd'|'");
}
