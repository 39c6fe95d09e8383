using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;
using k8s;

namespace Environs.EndToEnd.Tests.Healing;

/// <summary>A pod that is lost is made again; its volume is not.</summary>
public sealed class RecreationTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Fact]
    public Task A_pod_that_is_deleted_by_hand() => IsMadeAgainAsync("PodDeleted", environment =>
        Here.Client.CoreV1.DeleteNamespacedPodAsync(environment.Name, Here.Namespace));

    [Fact]
    public Task A_pod_that_is_evicted_through_the_API() => IsMadeAgainAsync("PodDeleted", async environment =>
    {
        // policy/v1 came with 1.22.
        var version = (await Here.Api.GetAsync("/apis/policy/v1")).IsSuccess ? "policy/v1" : "policy/v1beta1";
        Playground.Accepted(await Here.Api.PostAsync($"/api/v1/namespaces/{Here.Namespace}/pods/{environment.Name}/eviction", new JsonObject
        {
            ["apiVersion"] = version,
            ["kind"] = "Eviction",
            ["metadata"] = new JsonObject { ["name"] = environment.Name, ["namespace"] = Here.Namespace },
        }));
    });

    [Fact]
    public Task A_pod_that_the_node_evicts() => IsMadeAgainAsync("Evicted", async environment =>
        // What kubelet writes when the node runs out of memory.
        _ = (await Here.KubectlAsync(
            "patch", "pod", environment.Name, "--subresource=status", "--type=merge",
            "--patch={\"status\":{\"phase\":\"Failed\",\"reason\":\"Evicted\",\"message\":\"The node was low on resource: memory.\"}}")).Text);

    [Fact]
    public async Task A_pod_that_is_lost_again_and_again_is_made_again_ever_more_slowly()
    {
        var environment = await Here.RunAsync(await Here.TinyAsync());
        for (var i = 1; i <= 3; i++)
        {
            var before = await environment.RunningAsync();
            await Here.Client.CoreV1.DeleteNamespacedPodAsync(environment.Name, Here.Namespace);
            if (i > 1) Assert.Contains($"lost {i} times", Assert.Single((await environment.UntilReasonAsync("PodDeleted")).FailureMessage!));
            Assert.Equal(i, (await environment.RunningInNewPodAsync(before)).Machine!.Recreations!.Count);
        }

        // Four pods, each with at most twelve: its end, its wait and its making, three steps of kubelet's, and two supervisors with what they find.
        Assert.InRange(await Operator.PassesAsync(Here.Namespace, environment.Name), 1, 48);
    }

    private async Task IsMadeAgainAsync(string reason, Func<TestEnvironment, Task> lose)
    {
        var environment = await Here.RunAsync(await Here.TinyWithVolumeAsync());
        var before = await environment.StatusAsync();
        await environment.ExecAsync("echo work >/workspaces/work && sync");

        await lose(environment);
        var status = await environment.RunningInNewPodAsync(before);
        Assert.Equal((1, reason), (status.Machine!.Recreations!.Count, status.Machine.Recreations.Reason));
        Assert.Equal("work", await environment.ExecAsync("cat /workspaces/work"));
        Assert.Contains(reason, (await Here.KubectlAsync("get", "events", "--output=jsonpath={.items[*].reason}")).Text);
        Assert.Null(status.FailureMessage);
        Assert.Equal("True", TestEnvironment.Condition(status, EnvironmentConditions.Ready)!.Status);
    }
}
