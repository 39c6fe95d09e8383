using Environs.EndToEnd.Tests.Installation;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Healing;

/// <summary>A container that ends is started again by kubelet, in the same pod.</summary>
public sealed class ContainerTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Fact]
    public async Task A_container_that_is_ended_from_inside_comes_back()
    {
        var environment = await Here.RunAsync(await Here.TinyWithVolumeAsync());
        var before = await environment.StatusAsync();
        await environment.ExecAsync("echo work >/workspaces/work");
        await environment.EndDevContainerAsync();

        var status = await environment.UntilAsync(now => now.Devcontainer!.RestartCount == 1 && IsReady(now), "it runs again");
        Assert.Equal(before.Machine!.PodUid, status.Machine!.PodUid);
        Assert.Equal("work", await environment.ExecAsync("cat /workspaces/work"));
    }

    [Fact]
    public async Task A_container_that_needs_too_much_memory_says_so_and_comes_back()
    {
        var environment = await Here.RunAsync(await Here.ClassAsync(new()
        {
            Image = Here.Images.Busybox,
            Resources = new() { Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new("48Mi") } },
        }));
        // The kernel takes the largest process, which is mostly one of the user's; here it shall be the first, and what fills the memory is
        // a file without a name, which no process counts as its own and which goes with the container.
        await environment.ExecAsync(
            "echo 1000 >/proc/1/oom_score_adj; (exec 3>/dev/shm/a; rm /dev/shm/a; head -c 62914560 /dev/zero >&3; sleep 60) >/dev/null 2>&1 & true");

        var status = await environment.UntilReasonAsync("CrashLoop");
        Assert.Contains("more memory than its limit", Assert.Single(status.FailureMessage!));
        await environment.UntilAsync(now => now.Devcontainer!.RestartCount == 1 && IsReady(now), "it runs again");
    }

    [Fact]
    public async Task A_container_that_ends_again_and_again_says_so_and_recovers()
    {
        const int Ends = 3;
        var environment = await Here.RunAsync(await Here.TinyAsync());
        var passes = await Operator.PassesAsync(Here.Namespace, environment.Name);
        for (var i = 0; i < Ends; i++)
        {
            await environment.UntilAsync(status => status.Devcontainer!.RestartCount.GetValueOrDefault() == i && IsReady(status), $"it runs after {i} restarts");
            await environment.EndDevContainerAsync();
            var said = await environment.UntilReasonAsync("CrashLoop");
            Assert.Contains("kubelet starts it again. `kubectl logs x -c dev --previous` shows", Assert.Single(said.FailureMessage!));
        }

        var after = await environment.RunningAsync();
        Assert.Null(after.FailureMessage);
        // Each end of the container costs four: that it has ended, that it runs, what its supervisor finds, and that it has stayed up.
        // What is seen in parts, as on a busy machine, costs up to twice that; a loop would cost hundreds.
        Assert.InRange(await Operator.PassesAsync(Here.Namespace, environment.Name) - passes, Ends, Ends * 8);
    }

    private static bool IsReady(Crds.EnvironmentStatus status) => TestEnvironment.Condition(status, Crds.EnvironmentConditions.Ready) is { Status: "True" };
}
