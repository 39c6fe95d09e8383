using Environs.Crds;
using Environs.EndToEnd.Tests.Healing;
using Environs.EndToEnd.Tests.Installation;
using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Trouble;

/// <summary>What cannot run says why, keeps nobody busy, and runs when the cause has gone.</summary>
public sealed class CannotRunTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Fact]
    public async Task An_image_that_cannot_be_pulled()
    {
        var name = await Here.TinyAsync();
        var environment = await Here.ApplyAsync(new() { Machine = new() { Class = name }, Devcontainer = new() { DefaultDevcontainerImage = "environs.local/no/such:image" } });
        var status = await SaysAsync(environment, "ImagePullFailed", "\"environs.local/no/such:image\" of container dev cannot be pulled", "Check the name");
        Assert.Equal(DevcontainerPhases.Failed, status.Devcontainer!.Phase);

        await environment.ApplyAsync(new() { Machine = new() { Class = name }, Devcontainer = new() { DefaultDevcontainerImage = Here.Images.Busybox } });
        await RecoversAsync(environment);
    }

    [Fact]
    public async Task A_pod_that_no_node_takes()
    {
        var environment = await Here.ApplyAsync(new() { Machine = new() { Class = await Here.ClassAsync(new() { Image = Here.Images.Busybox, NodeSelector = FakeNode.Label(Here) }) } });
        await SaysAsync(environment, "Unschedulable", "No node takes the pod", "Add nodes");

        await FakeNode.LabelRealNodeAsync(Here);
        await RecoversAsync(environment);
    }

    [Fact]
    public async Task A_class_that_asks_for_more_than_any_node_has_and_is_corrected()
    {
        var name = await Here.ClassAsync(new() { Image = Here.Images.Busybox, Resources = new() { Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("10k") } } });
        var environment = await Here.ApplyAsync(new() { Machine = new() { Class = name } });
        await SaysAsync(environment, "Unschedulable", "No node takes the pod", "cpu");

        await Here.ClassAsync(new() { Image = Here.Images.Busybox });
        await RecoversAsync(environment);
    }

    [Fact]
    public async Task A_volume_that_cannot_be_bound()
    {
        var environment = await Here.ApplyAsync(new()
        {
            Machine = new() { Class = await Here.ClassAsync(new() { Image = Here.Images.Busybox, Storage = new() { Size = new("1Gi"), StorageClassName = Here.Namespace } }) },
        });
        await SaysAsync(environment, "VolumeNotBound", "The volume cannot be bound", "storage.storageClassName");

        await Here.Client.CoreV1.CreatePersistentVolumeAsync(new()
        {
            Metadata = new() { Name = Here.Namespace },
            Spec = new()
            {
                StorageClassName = Here.Namespace,
                Capacity = new Dictionary<string, ResourceQuantity> { ["storage"] = new("1Gi") },
                AccessModes = ["ReadWriteOnce"],
                PersistentVolumeReclaimPolicy = "Retain",
                HostPath = new() { Path = $"/tmp/environs-test-{Here.Namespace}", Type = "DirectoryOrCreate" },
            },
        });
        Here.Cleanup(() => Here.Client.CoreV1.DeletePersistentVolumeAsync(Here.Namespace));
        await RecoversAsync(environment);
    }

    [Fact]
    public async Task A_quota_that_is_used_up()
    {
        await Here.Client.CoreV1.CreateNamespacedResourceQuotaAsync(new() { Metadata = new() { Name = "none" }, Spec = new() { Hard = new Dictionary<string, ResourceQuantity> { ["pods"] = new("0") } } }, Here.Namespace);
        // A quota counts only when the controller has seen it.
        var environment = new TestEnvironment(Here, "x");
        await environment.PollAsync(async () => (await Here.Client.CoreV1.ReadNamespacedResourceQuotaAsync("none", Here.Namespace)).Status?.Hard is { Count: > 0 }, "the quota is in force", null);
        await Here.ApplyAsync(new() { Machine = new() { Class = await Here.TinyAsync() } });
        await SaysAsync(environment, "Forbidden", "exceeded quota");

        await Here.Client.CoreV1.DeleteNamespacedResourceQuotaAsync("none", Here.Namespace);
        await RecoversAsync(environment);
    }

    private async Task<EnvironmentStatus> SaysAsync(TestEnvironment environment, string reason, params string[] words)
    {
        var status = await environment.UntilReasonAsync(reason);
        Assert.All(words, word => Assert.Contains(word, Assert.Single(status.FailureMessage!)));
        Assert.Equal(status.FailureMessage![0], TestEnvironment.Condition(status, EnvironmentConditions.Ready)!.Message);
        Assert.NotEqual(EnvironmentPhases.Running, status.Phase);
        return status;
    }

    private async Task RecoversAsync(TestEnvironment environment)
    {
        var status = await environment.RunningAsync();
        Assert.Null(status.FailureMessage);
        Assert.InRange(await Operator.PassesAsync(Here.Namespace, environment.Name), 1, 20);
    }
}
