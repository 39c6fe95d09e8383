using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;
using k8s;

namespace Environs.EndToEnd.Tests.Run;

public sealed class ClassTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Fact]
    public async Task What_a_class_says_reaches_the_pod()
    {
        await RuntimeClassAsync();
        var name = await Here.ClassAsync(new()
        {
            Image = Here.Images.Busybox,
            Resources = new()
            {
                Requests = new Dictionary<string, k8s.Models.ResourceQuantity> { ["cpu"] = new("10m"), ["memory"] = new("32Mi") },
                Limits = new Dictionary<string, k8s.Models.ResourceQuantity> { ["memory"] = new("64Mi") },
            },
            NodeSelector = new Dictionary<string, string> { ["kubernetes.io/os"] = "linux" },
            Tolerations = [new() { Key = "example.com/team", Operator = "Exists", Effect = "NoSchedule" }],
            RuntimeClassName = Here.Namespace,
            TerminationGracePeriodSeconds = 7,
        });
        var environment = await Here.RunAsync(name);

        var pod = (await environment.PodAsync())!.Spec;
        var dev = pod.Containers.Single(container => container.Name == "dev");
        Assert.Equal(["10m", "32Mi", "64Mi"], [dev.Resources.Requests["cpu"].ToString(), dev.Resources.Requests["memory"].ToString(), dev.Resources.Limits["memory"].ToString()]);
        Assert.Equal("linux", pod.NodeSelector["kubernetes.io/os"]);
        Assert.Contains(pod.Tolerations, toleration => toleration is { Key: "example.com/team", OperatorProperty: "Exists", Effect: "NoSchedule" });
        Assert.Equal((Here.Namespace, 7L), (pod.RuntimeClassName, pod.TerminationGracePeriodSeconds));
        Assert.Equal(name, (await environment.StatusAsync()).Machine!.Class);
    }

    [Fact]
    public async Task Without_a_class_the_newest_that_is_marked_as_default_is_taken_and_kept()
    {
        var name = await Here.ClassAsync(new() { Image = Here.Images.Busybox }, "default", isDefault: true);
        var environment = await Here.ApplyAsync(new());
        var status = await environment.RunningAsync();
        Assert.Equal(name, status.Machine!.Class);
    }

    [Fact]
    public async Task A_missing_class_is_named_and_its_coming_is_enough()
    {
        var environment = await Here.ApplyAsync(new() { Machine = new() { Class = $"{Here.Namespace}-late" } });
        var status = await environment.UntilReasonAsync("ClassNotFound");
        Assert.Equal("False", TestEnvironment.Condition(status, EnvironmentConditions.Accepted)!.Status);
        Assert.Equal(RunnerAckCodes.FailedPrecondition, status.RunnerAck!.StatusCode);
        Assert.Contains($"\"{Here.Namespace}-late\" does not exist", status.RunnerAck.Message);
        Assert.Contains($"\"{Here.Namespace}-late\" does not exist", Assert.Single(status.FailureMessage!));
        Assert.Null(await environment.PodAsync());

        await Here.ClassAsync(new() { Image = Here.Images.Busybox }, "late");
        status = await environment.RunningAsync();
        Assert.Equal(RunnerAckCodes.Ok, status.RunnerAck!.StatusCode);
        Assert.Null(status.FailureMessage);
    }

    [Fact]
    public async Task A_disabled_class_starts_nothing_until_it_is_enabled_and_stops_nothing_that_runs()
    {
        var name = await Here.ClassAsync(new() { Image = Here.Images.Busybox, Enabled = false });
        var environment = await Here.ApplyAsync(new() { Machine = new() { Class = name } });
        var status = await environment.UntilReasonAsync("ClassDisabled");
        Assert.Equal(RunnerAckCodes.FailedPrecondition, status.RunnerAck!.StatusCode);
        Assert.Contains($"\"{name}\" is disabled", status.RunnerAck.Message);

        await Here.ClassAsync(new() { Image = Here.Images.Busybox });
        var running = await environment.RunningAsync();

        // Classes and environments are watched apart: one that shall not start tells when the operator knows.
        var witness = await Here.ApplyAsync(new() { Machine = new() { Class = name }, DesiredPhase = DesiredPhases.Stopped }, "witness");
        await Here.ClassAsync(new() { Image = Here.Images.Busybox, Enabled = false });
        await witness.UntilReasonAsync("ClassDisabled");
        var second = await Here.ApplyAsync(new() { Machine = new() { Class = name } }, "second");
        await second.UntilReasonAsync("ClassDisabled");
        Assert.Equal(running.Machine!.PodUid, (await environment.RunningAsync()).Machine!.PodUid);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task The_image_is_the_environments_else_the_classs_else_the_operators(bool inEnvironment, bool inClass)
    {
        // The operator's default is the devbox; what goes before it is the busybox.
        var name = await Here.ClassAsync(new() { Image = inClass ? inEnvironment ? Here.Images.Devbox : Here.Images.Busybox : null });
        var environment = await Here.ApplyAsync(new()
        {
            Machine = new() { Class = name },
            Devcontainer = new() { DefaultDevcontainerImage = inEnvironment ? Here.Images.Busybox : null },
        });
        var status = await environment.RunningAsync();
        var expected = inClass ? Here.Images.Busybox : Here.Images.Devbox;
        Assert.Equal(expected, status.Devcontainer!.Image);
        Assert.Equal(expected, (await environment.PodAsync())!.Spec.Containers[0].Image);
    }

    [Fact]
    public async Task A_change_of_the_class_reaches_only_what_starts_afterwards()
    {
        var name = await Here.ClassAsync(new() { Image = Here.Images.Busybox });
        var environment = await Here.RunAsync(name);
        var before = (await environment.PodAsync())!;

        await Here.ClassAsync(new() { Image = Here.Images.Busybox, TerminationGracePeriodSeconds = 3 });
        var later = await Here.RunAsync(name, "later");
        Assert.Equal(3, (await later.PodAsync())!.Spec.TerminationGracePeriodSeconds);
        var after = (await environment.PodAsync())!;
        Assert.Equal((before.Metadata.Uid, 30L), (after.Metadata.Uid, after.Spec.TerminationGracePeriodSeconds));
    }

    private async Task RuntimeClassAsync()
    {
        // "runc" is what containerd and CRI-O call their default.
        await Here.Client.NodeV1.CreateRuntimeClassAsync(new() { Metadata = new() { Name = Here.Namespace }, Handler = "runc" });
        Here.Cleanup(() => Here.Client.NodeV1.DeleteRuntimeClassAsync(Here.Namespace));
    }
}
