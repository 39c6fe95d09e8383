using System.Text.Json.Nodes;
using Environs.Support;
using Environs.Support.Clusters;
using k8s;
using k8s.Models;

namespace Environs.Operator.Tests.Supervision;

/// <summary>A namespace with environments and their pods, which no node ever runs, and real tokens for them.</summary>
internal sealed class Inhabitants(TestNamespace ns) : IAsyncDisposable
{
    public const string Audience = "environs.dev/operator";

    private static readonly Lazy<Task> Installed = new(InstallAsync);

    public Kubernetes Client => ns.Client;

    public string Namespace => ns.Name;

    public static async Task<Inhabitants> SettleAsync()
    {
        await Installed.Value;
        return new(await (await ClusterUnderTest.GetAsync()).NamespaceAsync("supervision"));
    }

    /// <summary>An environment, stopped so that no operator in this cluster acts on it; its UID.</summary>
    public async Task<string> EnvironmentAsync(string name)
    {
        var answer = await ResourceApi.Of(Client).PostAsync(
            CrdKinds.ObjectsPath("Environment", Namespace), CrdKinds.Make("Environment", """{"desiredPhase":"Stopped"}""", name));
        return answer.IsSuccess ? answer.Body["metadata"]!["uid"]!.GetValue<string>() : throw new InvalidOperationException(answer.Message);
    }

    /// <summary>An environment and a pod of its; by the pod's name an operator that is installed in the cluster takes it for none of its own.</summary>
    public async Task<V1Pod> EnvironmentWithPodAsync(string name, string? address = null) =>
        await PodAsync($"{name}-pod", await EnvironmentAsync(name), address, environment: name);

    public async Task<V1Pod> PodAsync(string name, string? environmentUid, string? address = null, string? environment = null, Action<V1Pod>? change = null)
    {
        var made = new V1Pod
        {
            Metadata = new()
            {
                Name = name,
                Labels = new Dictionary<string, string> { ["app.kubernetes.io/managed-by"] = "environs" },
                OwnerReferences = environmentUid is null ? null :
                [
                    new() { ApiVersion = "environs.dev/v1alpha1", Kind = "Environment", Name = environment ?? name, Uid = environmentUid, Controller = true },
                ],
            },
            Spec = new()
            {
                SchedulerName = "nobody",
                AutomountServiceAccountToken = false,
                Containers = [new() { Name = "dev", Image = "environs.local/none:1" }, new() { Name = "machine", Image = "environs.local/none:1" }],
            },
        };
        change?.Invoke(made);
        var pod = await Client.CoreV1.CreateNamespacedPodAsync(made, Namespace);
        if (address is not null)
        {
            var status = new JsonObject { ["status"] = new JsonObject { ["podIP"] = address, ["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address }) } };
            await Client.CoreV1.PatchNamespacedPodStatusAsync(new V1Patch(status.ToJsonString(), V1Patch.PatchType.MergePatch), name, Namespace);
        }
        return pod;
    }

    public async Task<string> TokenAsync(V1Pod? pod, string audience = Audience)
    {
        var answer = await Client.CoreV1.CreateNamespacedServiceAccountTokenAsync(
            new Authenticationv1TokenRequest
            {
                Spec = new V1TokenRequestSpec
                {
                    Audiences = [audience],
                    ExpirationSeconds = 600,
                    BoundObjectRef = pod is null ? null : new() { ApiVersion = "v1", Kind = "Pod", Name = pod.Metadata.Name, Uid = pod.Metadata.Uid },
                },
            },
            "default", Namespace);
        return answer.Status.Token;
    }

    public Task DeleteAsync(V1Pod pod) => Client.CoreV1.DeleteNamespacedPodAsync(pod.Metadata.Name, Namespace, gracePeriodSeconds: 0);

    public ValueTask DisposeAsync() => ns.DisposeAsync();

    private static async Task InstallAsync()
    {
        using var client = (await ClusterUnderTest.GetAsync()).Client();
        await CustomResources.InstallAsync(ResourceApi.Of(client));
    }
}
