using Environs.Crds;
using Environs.EndToEnd.Tests.Availability;
using Environs.EndToEnd.Tests.Installation;
using k8s;

namespace Environs.EndToEnd.Tests.Devcontainers;

/// <summary>The operator is away while an init container waits for it.</summary>
[Alone]
public sealed class DevcontainerTakeoverTests(InstalledOperator @operator) : DevcontainerTest(@operator)
{
    [Fact]
    public async Task Whoever_leads_next_lets_it_go_on()
    {
        await Git.PutAsync(Repository, "good.json", $$"""{ "image": "{{Here.Images.Devbox}}", "onCreateCommand": "echo once >>log" }""");
        var environment = await ApplyAsync(Busybox, (".devcontainer.json", """{ "dockerComposeFile": "compose.yaml" }"""));
        var before = await environment.UntilReasonAsync("DevcontainerFailed");
        var leader = await Operator.SettledLeaderAsync();
        await Here.Client.CoreV1.DeleteNamespacedPodAsync(leader, InstalledOperator.Namespace, gracePeriodSeconds: 0);

        // At once, before anybody leads.
        await environment.ApplyAsync(await SpecAsync(Busybox, devcontainer: new() { DevcontainerFilePath = "good.json" }));
        var status = await environment.RunningAsync();
        Assert.Equal((Here.Images.Devbox, FilePresences.Specified, "good.json"), (status.Devcontainer!.Image, status.Devcontainer.DevcontainerFilePresence, status.Devcontainer.DevcontainerFilePath));
        Assert.NotEqual(before.Machine!.PodUid, status.Machine!.PodUid);
        Assert.Equal("once", await environment.ExecAsync($"cat {Folder}/log"));

        // What ran goes on, and is not run again, when the next leader has lost sight of it.
        leader = await Operator.SettledLeaderAsync();
        await Here.Client.CoreV1.DeleteNamespacedPodAsync(leader, InstalledOperator.Namespace, gracePeriodSeconds: 0);
        await Operator.SettledLeaderAsync();
        var after = await environment.StatusAsync();
        Assert.Equal((EnvironmentPhases.Running, status.Devcontainer.ContainerId, "True Running"), (after.Phase, after.Devcontainer!.ContainerId, Ready(after)));
        Assert.Equal("once", await environment.ExecAsync($"cat {Folder}/log"));
    }
}
