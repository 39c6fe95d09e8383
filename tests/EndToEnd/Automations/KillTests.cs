using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Automations;

/// <summary>What runs a container dies while a service starts, another stops, and a task's step runs.</summary>
public sealed class KillTests(InstalledOperator @operator) : AutomationsTest(@operator)
{
    [Theory]
    [InlineData("supervisor")]
    [InlineData("sandbox")]
    public async Task What_runs_starts_again_once_what_ran_has_failed_and_what_was_to_stop_has_stopped(string victim)
    {
        var (environment, automations) = await StartAsync("trials", Devbox);
        var trial = new Trial(environment, automations);
        await trial.BeginAsync();
        var pod = (await environment.PodAsync())!.Metadata.Uid;
        if (!(victim == "sandbox" ? NodeProcesses.KillSandbox(pod) : NodeProcesses.KillSupervisor(pod))) Assert.Skip("The node is elsewhere, so nobody can kill there.");

        await trial.IsStartedAnewAsync(pod);
    }
}
