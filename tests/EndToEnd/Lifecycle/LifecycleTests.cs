using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;
using k8s;

namespace Environs.EndToEnd.Tests.Lifecycle;

public sealed class LifecycleTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Fact]
    public async Task Stopping_keeps_what_was_written_and_starting_brings_it_back()
    {
        var name = await Here.TinyWithVolumeAsync();
        var environment = await Here.RunAsync(name);
        await environment.ExecAsync("echo work >/workspaces/work && echo notes >~/notes");

        await environment.ApplyAsync(new() { DesiredPhase = DesiredPhases.Stopped, Machine = new() { Class = name } });
        var status = await environment.StoppedAsync();
        Assert.Null(await environment.PodAsync());
        Assert.True(await environment.HasVolumeAsync());
        Assert.Equal((MachinePhases.Stopped, "Stopped"), (status.Machine!.Phase, TestEnvironment.Condition(status, EnvironmentConditions.Ready)!.Reason));
        Assert.Null(status.FailureMessage);

        await environment.ApplyAsync(new() { Machine = new() { Class = name } });
        status = await environment.RunningAsync();
        Assert.Equal("work notes", await environment.ExecAsync("echo $(cat /workspaces/work ~/notes)"));
        Assert.Null(status.Machine!.Recreations);
    }

    [Fact]
    public async Task An_environment_that_is_created_stopped_makes_nothing()
    {
        var name = await Here.TinyWithVolumeAsync();
        var environment = await Here.ApplyAsync(new() { DesiredPhase = DesiredPhases.Stopped, Machine = new() { Class = name } });
        await environment.StoppedAsync();
        Assert.Null(await environment.PodAsync());
        Assert.False(await environment.HasVolumeAsync());
    }

    [Fact]
    public async Task A_new_machine_session_replaces_the_pod_and_keeps_the_volume()
    {
        var name = await Here.TinyWithVolumeAsync();
        var environment = await Here.RunAsync(name);
        var before = await environment.StatusAsync();
        await environment.ExecAsync("echo work >/workspaces/work");

        await environment.ApplyAsync(new() { Machine = new() { Class = name, Session = "two" } });
        var status = await environment.RunningInNewPodAsync(before);
        Assert.Equal("two", status.Machine!.Session);
        Assert.Null(status.Machine.Recreations);
        Assert.Equal("work", await environment.ExecAsync("cat /workspaces/work"));
    }

    [Fact]
    public async Task Deleting_removes_the_pod_and_the_volume()
    {
        var environment = await Here.RunAsync(await Here.TinyWithVolumeAsync());
        Assert.True(await environment.HasVolumeAsync());
        await environment.DeleteAsync();
        await environment.GoneAsync();
        await environment.PollAsync(async () => !await environment.HasVolumeAsync(), "the volume is gone", null);
    }

    [Fact]
    public async Task A_class_that_retains_leaves_the_volume_to_the_next_environment_of_the_name()
    {
        var name = await Here.ClassAsync(new()
        {
            Image = Here.Images.Busybox,
            TerminationGracePeriodSeconds = 5,
            Storage = new() { Size = new("1Gi"), DeletionPolicy = DeletionPolicies.Retain },
        });
        var environment = await Here.RunAsync(name);
        await environment.ExecAsync("echo work >/workspaces/work");
        await environment.DeleteAsync();
        await environment.GoneAsync();
        Assert.True(await environment.HasVolumeAsync());

        await Here.RunAsync(name);
        Assert.Equal("work", await environment.ExecAsync("cat /workspaces/work"));
    }

    [Fact]
    public async Task A_volume_of_somebody_else_is_not_taken()
    {
        await Here.Client.CoreV1.CreateNamespacedPersistentVolumeClaimAsync(
            new()
            {
                Metadata = new() { Name = "x" },
                Spec = new() { AccessModes = ["ReadWriteOnce"], Resources = new() { Requests = new Dictionary<string, k8s.Models.ResourceQuantity> { ["storage"] = new("1Gi") } } },
            },
            Here.Namespace);
        var environment = await Here.ApplyAsync(new() { Machine = new() { Class = await Here.TinyWithVolumeAsync() } });
        var status = await environment.UntilReasonAsync("VolumeNameTaken");
        Assert.Contains("PersistentVolumeClaim \"x\"", Assert.Single(status.FailureMessage!));
        Assert.Null(await environment.PodAsync());

        await Here.Client.CoreV1.DeleteNamespacedPersistentVolumeClaimAsync("x", Here.Namespace);
        await environment.RunningAsync();
    }

    [Fact]
    public async Task An_environment_that_is_deleted_and_applied_again_at_once_starts_afresh()
    {
        var name = await Here.TinyWithVolumeAsync();
        var environment = await Here.RunAsync(name);
        var before = await environment.StatusAsync();
        await environment.ExecAsync("echo work >/workspaces/work");
        await environment.DeleteAsync();
        await Here.ApplyAsync(new() { Machine = new() { Class = name } });
        var status = await environment.RunningInNewPodAsync(before);
        Assert.Null(status.Machine!.Recreations);
        Assert.Equal("empty", await environment.ExecAsync("ls /workspaces | grep . || echo empty"));
    }
}
