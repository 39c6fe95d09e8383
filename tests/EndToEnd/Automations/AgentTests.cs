using System.Text.Json.Nodes;
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
        await environment.UntilLogAsync("dev", "[agent] agent of user 1000");
        Assert.Equal(".gitpod/automations.yaml", (await environment.StatusAsync()).AutomationsFile!.AutomationsFilePath);

        // Edited while it runs, a service that goes on as it was takes what was written when it is started next.
        await environment.ExecAsync("cd /workspaces/agent && sed -i -e 's/name: Agent/name: Robot/' -e 's/agent of user/robot of user/' .gitpod/automations.yaml");
        await environment.PollAsync(async () => (await automations.ServicesAsync()).Single().Spec.DisplayName == "Robot", "the edit is there", null);
        Assert.Equal("1", await environment.ExecAsync("cat $HOME/agents | wc -l"));
        await automations.PatchAsync("Service", automations.Name("agent"), new JsonObject { ["session"] = "2" });
        await automations.ServiceAsync("agent", ServicePhases.Running, session: "2");
        await environment.UntilLogAsync("dev", "[agent] robot of user 1000");

        // Without a volume the next start clones anew.
        await StopAsync(environment);
        await automations.ServiceAsync("agent", ServicePhases.Stopped);
        await StartAsync(environment);
        Assert.Equal("Agent", (await automations.ServiceAsync("agent", ServicePhases.Running)).Spec.DisplayName);
        Assert.Equal(TaskExecutionPhases.Succeeded, (await automations.FinishedAsync("work", 2)).Status!.Phase);
        await DeleteAsync(environment, automations);
    }
}
