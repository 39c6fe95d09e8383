using System.Text.Json.Nodes;
using Environs.EndToEnd.Tests.Installation;
using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Healing;

/// <summary>A node without a machine behind it, as one looks that has lost power.</summary>
public sealed class FakeNode
{
    private readonly Playground here;

    private FakeNode(Playground here, string name) => (this.here, Name) = (here, name);

    public string Name { get; }

    /// <summary>A label that no other node has.</summary>
    public static Dictionary<string, string> Label(Playground here) => new() { [$"test.environs.dev/{here.Namespace}"] = "yes" };

    public static async Task<FakeNode> CreateAsync(Playground here)
    {
        var node = new FakeNode(here, $"{here.Namespace}-gone");
        await here.Client.CoreV1.CreateNodeAsync(new() { Metadata = new() { Name = node.Name, Labels = Label(here) }, Spec = new() { Unschedulable = true } });
        here.Cleanup(() => here.Operator.Tools.KubectlAsync("delete", "node", node.Name, "--ignore-not-found"));
        await node.PatchAsync("status", """{"status":{"conditions":[{"type":"Ready","status":"Unknown","reason":"NodeStatusUnknown","lastHeartbeatTime":"2020-01-01T00:00:00Z","lastTransitionTime":"2020-01-01T00:00:00Z"}]}}""");
        return node;
    }

    /// <summary>Gives the node a pod, as the scheduler would have done while it was well.</summary>
    public static async Task BindAsync(Playground here, string pod, string node) =>
        Playground.Accepted(await here.Api.PostAsync($"/api/v1/namespaces/{here.Namespace}/pods/{pod}/binding", new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Binding",
            ["metadata"] = new JsonObject { ["name"] = pod },
            ["target"] = new JsonObject { ["kind"] = "Node", ["name"] = node },
        }));

    /// <summary>Lets pods that want the label run on a real node.</summary>
    public static async Task LabelRealNodeAsync(Playground here)
    {
        var node = await RealAsync(here);
        var key = Label(here).Keys.Single();
        _ = (await here.Operator.Tools.KubectlAsync("label", "node", node, $"{key}=yes", "--overwrite")).Text;
        here.Cleanup(() => here.Operator.Tools.KubectlAsync("label", "node", node, $"{key}-"));
    }

    /// <summary>Name of a node that works.</summary>
    public static async Task<string> RealAsync(Playground here) =>
        (await here.Client.CoreV1.ListNodeAsync()).Items.First(node => node.Spec.Unschedulable != true && node.Status.Conditions.Any(condition => condition is { Type: "Ready", Status: "True" })).Metadata.Name;

    public Task DeleteAsync() => here.Client.CoreV1.DeleteNodeAsync(Name);

    public async Task TaintAsync() =>
        _ = (await here.Operator.Tools.KubectlAsync("taint", "node", Name, "node.kubernetes.io/out-of-service=nodeshutdown:NoExecute")).Text;

    private async Task PatchAsync(string subresource, string patch) =>
        _ = (await here.Operator.Tools.KubectlAsync("patch", "node", Name, $"--subresource={subresource}", "--type=strategic", $"--patch={patch}")).Text;
}
