using System.Text;
using System.Text.Json.Nodes;
using Environs.EndToEnd.Tests.Installation;
using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Registry;

/// <summary>An image that only a credential opens, pulled by the real kubelet.</summary>
public sealed class RegistryTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Fact]
    public async Task An_image_is_pulled_with_the_credential_of_the_spec_and_with_no_other()
    {
        var credential = $"ada:planted-{Guid.NewGuid():N}";
        var server = await RegistryServer.StartAsync(Here, credential);
        await PutAsync("ada:wrong");
        var environment = await Here.ApplyAsync(new()
        {
            Machine = new() { Class = await Here.ClassAsync(new() { Image = server.Image, TerminationGracePeriodSeconds = 5, NodeSelector = new Dictionary<string, string> { ["kubernetes.io/hostname"] = server.Node } }) },
            Secrets = [new() { Id = "images", SecretKeyRef = new() { Name = "login", Key = ".dockerconfigjson" }, ContainerRegistryBasicAuthHost = RegistryServer.Host }],
        });
        var refused = await environment.UntilReasonAsync("ImagePullFailed");
        Assert.Contains("401", Assert.Single(refused.FailureMessage!), StringComparison.Ordinal);

        await PutAsync(credential);
        await environment.RunningAsync();
        Assert.Equal("works", await environment.ExecAsync("echo works"));
        // The one was refused by the registry's own proxy, the other was let in.
        var log = (await Here.KubectlAsync("logs", "registry")).Text;
        Assert.Contains("\" 401 ", log, StringComparison.Ordinal);
        Assert.Contains($" - ada [", log, StringComparison.Ordinal);
    }

    private async Task PutAsync(string credential)
    {
        var login = new JsonObject { ["auths"] = new JsonObject { [RegistryServer.Host] = new JsonObject { ["auth"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(credential)) } } };
        var secret = new V1Secret
        {
            ApiVersion = "v1",
            Kind = "Secret",
            Type = "kubernetes.io/dockerconfigjson",
            Metadata = new() { Name = "login" },
            Data = new Dictionary<string, byte[]> { [".dockerconfigjson"] = Encoding.UTF8.GetBytes(login.ToJsonString()) },
        };
        _ = await Here.Client.CoreV1.PatchNamespacedSecretAsync(new V1Patch(KubernetesJson.Serialize(secret), V1Patch.PatchType.ApplyPatch), "login", Here.Namespace, fieldManager: "tests", force: true);
    }
}
