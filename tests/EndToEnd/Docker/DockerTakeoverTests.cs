using Environs.Crds;
using Environs.EndToEnd.Tests.Automations;
using Environs.EndToEnd.Tests.Availability;
using Environs.EndToEnd.Tests.Installation;
using k8s;

namespace Environs.EndToEnd.Tests.Docker;

/// <summary>The operator goes while something runs beside an environment.</summary>
[Alone]
public sealed class DockerTakeoverTests(InstalledOperator @operator) : DockerTest(@operator)
{
    [Fact]
    public async Task Whoever_leads_next_finds_what_runs_and_runs_nothing_twice()
    {
        var (environment, automations) = await StartAsync("app", Devbox);
        await DefineAsync("Service", environment, "cache", $$""" "runsOn": {"docker": {"image": "{{Here.Images.Busybox}}"} }, "desiredPhase": "Running", "commands": {"start": "echo started >>starts; exec sleep 1000"} """);
        await DefineAsync("Task", environment, "wait", $$""" "runsOn": {"docker": {"image": "{{Here.Images.Busybox}}"} }, "command": "echo begun >>begins; while [ ! -e go ]; do sleep 0.2; done" """);
        await automations.ServiceAsync("cache", ServicePhases.Running);
        var run = await automations.RunAsync("wait");
        await environment.UntilExecAsync("cat /workspaces/app/begins || true", "begun");

        var leader = await Operator.SettledLeaderAsync();
        await Here.Client.CoreV1.DeleteNamespacedPodAsync(leader, InstalledOperator.Namespace, gracePeriodSeconds: 0);
        await environment.ExecAsync("touch /workspaces/app/go");
        await Operator.SettledLeaderAsync();

        Assert.Equal(TaskExecutionPhases.Succeeded, (await automations.FinishedAsync(run)).Status!.Phase);
        await automations.ServiceAsync("cache", ServicePhases.Running);
        Assert.Equal("started\nbegun", await environment.ExecAsync("cd /workspaces/app; cat starts begins"));
        await environment.PollAsync(async () => (await PodsAsync()) is [var one] && one.Metadata.Labels.ContainsKey("environs.dev/service-uid"), "the service alone is left", null);
    }
}
