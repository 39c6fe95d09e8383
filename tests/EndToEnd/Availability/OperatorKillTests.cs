using Environs.EndToEnd.Tests.Automations;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Availability;

/// <summary>The operator dies while a service starts, another stops, and a task's step runs.</summary>
[Alone]
public sealed class OperatorKillTests(InstalledOperator @operator) : AutomationsTest(@operator)
{
    [Fact]
    public async Task Nothing_runs_twice_or_stays_and_what_ends_meanwhile_is_told_afterwards()
    {
        await Operator.SettledLeaderAsync();
        var (environment, automations) = await StartAsync("trials", Devbox);
        var trial = new Trial(environment, automations);
        await trial.BeginAsync();
        var killed = (await Operator.PodsAsync()).Count(pod => NodeProcesses.KillOperator(pod.Metadata.Uid));
        if (killed == 0) Assert.Skip("The node is elsewhere, so nobody can kill there.");
        await trial.GoOnAsync();

        Assert.Equal(2, killed);
        await trial.IsUntouchedAsync();
        Assert.Equal(0, (await environment.PodAsync())!.Status.ContainerStatuses.Single(container => container.Name == "dev").RestartCount);
    }
}
