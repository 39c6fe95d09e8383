using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.EndToEnd.Tests.Automations;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Devcontainers;

/// <summary>Another devcontainer.session: the dev container is made anew in its pod.</summary>
public sealed class RebuildTests(InstalledOperator @operator) : DevcontainerTest(@operator)
{
    // In clock ticks since the node's boot, of the service in machine: the same process for as long as this is the same.
    private const string AgentStart = "cut -d' ' -f22 /proc/$(cat {0}/agent.pid)/stat";

    private const string Automations = """
        services:
          agent:
            name: Agent, beside
            runsOn: { machine: {} }
            triggeredBy: [postEnvironmentStart]
            commands: { start: "echo $$ >agent.pid; exec sleep 100000", ready: test -s agent.pid }
          shop:
            name: Shop
            triggeredBy: [postDevcontainerStart]
            commands: { start: "echo begun >>shop; exec sleep 100000" }
          tool:
            name: Tool, started by hand
            commands: { start: "echo begun >>tool; exec sleep 100000" }
        tasks:
          endless: { name: Endless, command: sleep 100000 }
          beside: { name: Endless in machine, command: sleep 100000, runsOn: { machine: {} } }
        """;

    [Fact]
    public async Task A_rebuild_brings_another_image_or_the_same_and_leaves_all_else()
    {
        var environment = await ApplyAsync(
            Busybox,
            (".devcontainer.json", """{ "onCreateCommand": "echo created >>created" }"""),
            (".ona/automations.yaml", Automations));
        var before = await environment.RunningAsync();
        var automations = new TestAutomations(Here, environment);
        await automations.ServiceAsync("shop", ServicePhases.Running);
        await automations.ServiceAsync("agent", ServicePhases.Running);
        await automations.PatchAsync("Service", automations.Name("tool"), new JsonObject { ["desiredPhase"] = "Running" });
        await automations.ServiceAsync("tool", ServicePhases.Running);
        var agent = await AgentAsync(environment);
        var (endless, beside) = (await automations.RunAsync("endless"), await automations.RunAsync("beside"));
        await automations.RunningAsync(endless, "endless");
        await automations.RunningAsync(beside, "beside");

        // Edited and at once rebuilt: what counts is the file as it is now.
        await environment.ExecAsync($$"""echo '{ "image": "{{Here.Images.Content}}", "onCreateCommand": "echo again >>created" }' >{{Folder}}/.devcontainer.json""");
        var status = await RebuiltAsync(environment, "two", before);
        Assert.Equal((Here.Images.Content, true), (status.Devcontainer!.Image, status.Devcontainer.DevcontainerconfigInSync));
        await environment.UntilExecAsync($"cat {Folder}/created; cat /etc/debian_version >/dev/null && echo debian", "created\nagain\ndebian");
        var lost = (await automations.FinishedAsync(endless)).Status!;
        Assert.Equal((TaskExecutionPhases.Failed, "DevcontainerRebuilt"), (lost.Phase, TestEnvironment.Condition(lost.Conditions, AutomationConditions.Ready)!.Reason));
        await environment.UntilExecAsync($"cat {Folder}/shop {Folder}/tool", "begun\nbegun\nbegun\nbegun");
        await automations.ServiceAsync("shop", ServicePhases.Running);
        await automations.ServiceAsync("tool", ServicePhases.Running);
        Assert.Equal(agent, await AgentAsync(environment));

        // The same image: nobody but the supervisor ends the container.
        status = await RebuiltAsync(environment, "three", status);
        Assert.Equal(Here.Images.Content, status.Devcontainer!.Image);
        await environment.UntilExecAsync($"cat {Folder}/created", "created\nagain\nagain");
        await environment.UntilExecAsync($"cat {Folder}/shop {Folder}/tool", string.Join('\n', Enumerable.Repeat("begun", 6)));
        Assert.Equal(agent, await AgentAsync(environment));
        Assert.Equal(TaskExecutionPhases.Running, (await automations.ExecutionsAsync("beside")).Single().Status!.Phase);
        Assert.Equal((before.Machine!.PodUid, 2), (status.Machine!.PodUid, await RestartsAsync(environment, "dev")));
        Assert.Equal(0, await RestartsAsync(environment, "machine"));
    }

    [Fact]
    public async Task A_broken_file_leaves_the_container_and_is_taken_up_once_it_is_corrected()
    {
        var environment = await ApplyAsync(Busybox, (".devcontainer.json", "{}"));
        var before = await environment.RunningAsync();
        await environment.ExecAsync($$"""echo '{ "dockerComposeFile": "x" }' >{{Folder}}/.devcontainer.json""");
        await SessionAsync(environment, "two");
        var broken = await environment.UntilReasonAsync("DevcontainerFailed");
        Assert.Equal((EnvironmentPhases.Running, DevcontainerPhases.Failed, before.Devcontainer!.ContainerId, null), (broken.Phase, broken.Devcontainer!.Phase, broken.Devcontainer.ContainerId, broken.Devcontainer.Session));
        Assert.Contains("The dev container is not rebuilt and goes on as it was: .devcontainer.json: line 1, column 3: \"dockerComposeFile\"", broken.Devcontainer.FailureMessage, StringComparison.Ordinal);

        await environment.ExecAsync($$"""echo '{ "image": "environs.local/no/such:image" }' >{{Folder}}/.devcontainer.json""");
        await environment.UntilReasonAsync("ImagePullFailed");
        // Without a dev container the file is mended from machine, and read by it.
        await environment.ExecAsync($$"""echo '{ "image": "{{Here.Images.Devbox}}" }' >{{Folder}}/.devcontainer.json""", "machine");
        var status = await RebuiltAsync(environment, "three", before);
        Assert.Equal((Here.Images.Devbox, before.Machine!.PodUid), (status.Devcontainer!.Image, status.Machine!.PodUid));
    }

    [Fact]
    public async Task A_session_that_changes_while_the_environment_is_stopped_is_that_of_the_next_start()
    {
        var environment = await ApplyAsync(Busybox, (".devcontainer.json", """{ "onCreateCommand": "echo created >>created" }"""));
        await environment.RunningAsync();
        await environment.PatchAsync(new() { ["desiredPhase"] = DesiredPhases.Stopped });
        await environment.StoppedAsync();
        await SessionAsync(environment, "two");
        await environment.PatchAsync(new() { ["desiredPhase"] = DesiredPhases.Running });
        var status = await environment.RunningAsync();
        Assert.Equal(("two", 0), (status.Devcontainer!.Session, await RestartsAsync(environment, "dev")));
        Assert.Equal("created\ncreated", await environment.ExecAsync($"cat {Folder}/created"));
    }

    [Fact]
    public async Task Sessions_that_follow_at_once_end_in_one_container_of_the_last()
    {
        var environment = await ApplyAsync(Busybox, (".devcontainer.json", "{}"));
        var before = await environment.RunningAsync();
        await environment.ExecAsync($$"""echo '{ "image": "{{Here.Images.Devbox}}" }' >{{Folder}}/.devcontainer.json""");
        await SessionAsync(environment, "two");
        await environment.UntilAsync(now => now.Phase == EnvironmentPhases.Updating, "the first rebuild goes on");
        await SessionAsync(environment, "three");
        var status = await RebuiltAsync(environment, "four", before);
        Assert.Equal(Here.Images.Devbox, status.Devcontainer!.Image);
        Assert.InRange(await RestartsAsync(environment, "dev"), 1, 3);
    }

    private async Task<EnvironmentStatus> RebuiltAsync(TestEnvironment environment, string session, EnvironmentStatus before)
    {
        await SessionAsync(environment, session);
        return await environment.UntilAsync(
            now => now.Devcontainer is { Phase: DevcontainerPhases.Running } devcontainer && devcontainer.Session == session && devcontainer.ContainerId != before.Devcontainer!.ContainerId
                && now.Phase == EnvironmentPhases.Running && Ready(now) == "True Running",
            $"the dev container is that of session {session}");
    }

    private static Task SessionAsync(TestEnvironment environment, string session) => environment.PatchAsync(new() { ["devcontainer"] = new JsonObject { ["session"] = session } });

    private Task<string> AgentAsync(TestEnvironment environment) =>
        environment.ExecAsync(AgentStart.Replace("{0}", Folder, StringComparison.Ordinal), "machine");

    private static async Task<int> RestartsAsync(TestEnvironment environment, string container) =>
        (await environment.PodAsync())!.Status.ContainerStatuses.Single(status => status.Name == container).RestartCount;
}
