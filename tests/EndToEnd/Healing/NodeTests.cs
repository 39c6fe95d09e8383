using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Healing;

/// <summary>Nodes that go, and nodes that do not take what they are given.</summary>
public sealed class NodeTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pod_on_a_lost_node_is_made_again_when_the_node_is_deleted_or_said_to_be_off(bool isTainted)
    {
        var node = await FakeNode.CreateAsync(Here);
        var environment = await Here.ApplyAsync(new() { Machine = new() { Class = await LabelledClassAsync() } });
        var before = await environment.UntilReasonAsync("Unschedulable");
        await FakeNode.BindAsync(Here, environment.Name, node.Name);

        var kept = await environment.UntilReasonAsync("NodeLost");
        Assert.Contains($"Node {node.Name} does not report. The pod is kept until", Assert.Single(kept.FailureMessage!));
        Assert.Equal(before.Machine!.PodUid, (await environment.PodAsync())!.Metadata.Uid);

        await FakeNode.LabelRealNodeAsync(Here);
        await (isTainted ? node.TaintAsync() : node.DeleteAsync());
        var status = await environment.RunningInNewPodAsync(before);
        // Of a tainted node Kubernetes evicts, too, and by name (1.20): it may hit the new pod, which is then made once more.
        var lost = (status.Machine!.Recreations!.Count, status.Machine.Recreations.Reason);
        Assert.True(lost is (1, "NodeLost") || (isTainted && lost is (2, "PodDeleted")), $"{lost}");
        Assert.True(await environment.HasVolumeAsync());
    }

    [Fact]
    public async Task Stopping_and_deleting_do_not_hang_on_a_lost_node_that_is_deleted()
    {
        var node = await FakeNode.CreateAsync(Here);
        var name = await LabelledClassAsync();
        var environment = await Here.ApplyAsync(new() { Machine = new() { Class = name } });
        await environment.UntilReasonAsync("Unschedulable");
        await FakeNode.BindAsync(Here, environment.Name, node.Name);
        await environment.UntilReasonAsync("NodeLost");

        await environment.ApplyAsync(new() { DesiredPhase = DesiredPhases.Stopped, Machine = new() { Class = name } });
        await environment.UntilReasonAsync("NodeLost");
        await node.DeleteAsync();
        await environment.StoppedAsync();
        await environment.DeleteAsync();
        await environment.GoneAsync();
    }

    [Fact]
    public async Task A_pod_that_its_node_rejects_is_made_again()
    {
        var environment = await Here.ApplyAsync(new() { Machine = new() { Class = await LabelledClassAsync() } });
        var before = await environment.UntilReasonAsync("Unschedulable");

        // As when the node loses the label between the scheduler's look and kubelet's.
        await FakeNode.BindAsync(Here, environment.Name, await FakeNode.RealAsync(Here));
        var rejected = await environment.UntilAsync(status => status.Machine!.Recreations is { Count: 1, Reason: "Rejected" }, "the loss is counted");
        Assert.Contains("Node", rejected.Machine!.Recreations!.Message);

        await FakeNode.LabelRealNodeAsync(Here);
        var status = await environment.RunningInNewPodAsync(before);
        Assert.Equal((1, "Rejected"), (status.Machine!.Recreations!.Count, status.Machine.Recreations.Reason));
        Assert.True(await environment.HasVolumeAsync());
    }

    private Task<string> LabelledClassAsync() => Here.ClassAsync(new()
    {
        Image = Here.Images.Busybox,
        NodeSelector = FakeNode.Label(Here),
        Storage = new() { Size = new("1Gi") },
        TerminationGracePeriodSeconds = 5,
    });
}
