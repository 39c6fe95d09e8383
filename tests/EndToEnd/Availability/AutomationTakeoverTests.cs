using Environs.Crds;
using Environs.EndToEnd.Tests.Automations;
using Environs.EndToEnd.Tests.Installation;
using k8s;

namespace Environs.EndToEnd.Tests.Availability;

/// <summary>The leader dies while tasks and services run; they do not notice.</summary>
[Alone]
public sealed class AutomationTakeoverTests(InstalledOperator @operator) : AutomationsTest(@operator)
{
    [Fact]
    public async Task Whoever_leads_next_takes_up_every_run_where_it_is_and_nothing_runs_twice()
    {
        var leader = await Operator.SettledLeaderAsync();
        var (environment, automations) = await StartAsync("build", Devbox);
        await environment.PollAsync(async () => (await automations.TasksAsync()).Count == 11, "the file's tasks are there", null);
        var execution = await automations.RunAsync("package");
        await automations.RunningAsync(execution, "fetch");
        await Here.Client.CoreV1.DeleteNamespacedPodAsync(leader, InstalledOperator.Namespace, gracePeriodSeconds: 0);

        var status = (await automations.FinishedAsync(execution)).Status!;
        Assert.Equal((TaskExecutionPhases.Succeeded, null), (status.Phase, status.FailureMessage));
        Assert.Equal(16, (await environment.ExecAsync("cat $HOME/steps")).Split('\n').Length);
        Assert.NotEqual(leader, await Operator.LeaderAsync());
        Assert.Equal(0, (await environment.PodAsync())!.Status.ContainerStatuses.Single(container => container.Name == "dev").RestartCount);
    }
}
