using Environs.EndToEnd.Tests.Installation;
using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Availability;

/// <summary>The operator stops, goes, comes back and changes; what it started runs on.</summary>
[Alone]
public sealed class RestartTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Fact]
    public async Task Another_version_of_the_operator_restarts_nothing_and_says_nothing_new()
    {
        var environment = await Here.RunAsync(await Here.TinyWithVolumeAsync());
        var before = (await environment.PodAsync())!;
        var status = await environment.UntilAsync(now => now.Triggers is not null, "its supervisor has said what it has to say");
        // What a new version brings, and more; the content image carries the supervisor too.
        await Operator.UpgradeAsync(Here.Images with { Devbox = Here.Images.Busybox, Supervisor = Here.Images.Content });
        var later = await Here.RunAsync(await Here.TinyAsync(), "later");
        Assert.Equal(Here.Images.Content, (await later.PodAsync())!.Spec.InitContainers[0].Image);

        var after = (await environment.PodAsync())!;
        Assert.Equal((before.Metadata.Uid, 0), (after.Metadata.Uid, after.Status.ContainerStatuses[0].RestartCount));
        Assert.Equal(status.StatusVersion, (await environment.StatusAsync()).StatusVersion);
        await Operator.UpgradeAsync();
    }

    [Fact]
    public async Task Deleting_does_not_wait_for_an_operator_that_is_away()
    {
        var environment = await Here.RunAsync(await Here.TinyWithVolumeAsync());
        var lost = await Here.RunAsync(await Here.TinyAsync(), "lost");
        var before = await lost.StatusAsync();
        await ScaleAsync(0);
        try
        {
            await environment.DeleteAsync();
            await environment.GoneAsync();
            await environment.PollAsync(async () => !await environment.HasVolumeAsync(), "the volume is gone", null);
            await Here.Client.CoreV1.DeleteNamespacedPodAsync(lost.Name, Here.Namespace);
        }
        finally
        {
            await ScaleAsync(2);
        }

        // What happened meanwhile is seen afterwards.
        var status = await lost.RunningInNewPodAsync(before);
        Assert.Equal((1, "PodDeleted"), (status.Machine!.Recreations!.Count, status.Machine.Recreations.Reason));
    }

    private async Task ScaleAsync(int replicas)
    {
        _ = (await Operator.Tools.KubectlAsync("scale", "deployment", "--namespace", InstalledOperator.Namespace, "--selector=app.kubernetes.io/name=environs", $"--replicas={replicas}")).Text;
        var environment = new TestEnvironment(Here, "x");
        await environment.PollAsync(async () => (await Operator.PodsAsync()).Count == replicas, $"the operator has {replicas} pods", null);
    }
}
