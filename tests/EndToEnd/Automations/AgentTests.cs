using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Automations;

/// <summary>An agent's sandbox: a tiny image, user 1000, nothing to be had.</summary>
public sealed class AgentTests(InstalledOperator @operator) : AutomationsTest(@operator)
{
    [Fact]
    public async Task Services_and_tasks_run_in_an_image_that_has_busybox_only_as_a_user_without_rights()
    {
        var (environment, automations) = await StartAsync(
            "agent", new() { Image = Here.Images.Busybox, PodSecurityLevel = PodSecurityLevels.Restricted, TerminationGracePeriodSeconds = 5 });
        var agent = await automations.ServiceAsync("agent", ServicePhases.Running);
        Assert.Equal(ServiceRoles.AiAgent, agent.Spec.Role);
        Assert.Equal(TaskExecutionPhases.Succeeded, (await automations.FinishedAsync("work", 1)).Status!.Phase);
        Assert.Equal("done", await environment.ExecAsync("cat /workspaces/agent/result"));
        Assert.Contains("[agent] agent of user 1000", (await Here.KubectlAsync("logs", environment.Name, "-c", "dev")).Text, StringComparison.Ordinal);
        Assert.Equal(".gitpod/automations.yaml", (await environment.StatusAsync()).AutomationsFile!.AutomationsFilePath);
    }
}
