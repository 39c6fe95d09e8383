using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;
using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Run;

/// <summary>The class level Restricted: no privileges, and none to be had.</summary>
public sealed class RestrictedTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    private const string Facts = "echo \"$(id -u) $(awk '/NoNewPrivs/ {print $2}' /proc/self/status) $(awk '/CapBnd/ {print $2}' /proc/self/status) "
        + "$(sudo -n id -u 2>/dev/null || echo refused) $(touch /workspaces/a ~/b && echo written)\"";

    [Fact]
    public async Task It_works_without_a_volume()
    {
        var environment = await Here.RunAsync(await Here.ClassAsync(new() { Image = Here.Images.Devbox, PodSecurityLevel = PodSecurityLevels.Restricted }));
        Assert.Equal("1000 1 0000000000000000 refused written", await environment.ExecAsync(Facts));
    }

    [Fact]
    public async Task It_works_on_a_volume_that_belongs_to_root()
    {
        var path = $"/tmp/environs-test-{Here.Namespace}";
        var node = (await Here.Client.CoreV1.ListNodeAsync()).Items.First(node => node.Spec.Unschedulable != true && node.Spec.Taints is not { Count: > 0 });
        await OnNodeAsync("make", node, "/tmp", $"mkdir /node/environs-test-{Here.Namespace}");
        Here.Cleanup(() => OnNodeAsync("unmake", node, "/tmp", $"rm -rf /node/environs-test-{Here.Namespace}"));
        await LocalVolumeAsync(path, node);

        var environment = await Here.RunAsync(await Here.ClassAsync(new()
        {
            Image = Here.Images.Devbox,
            PodSecurityLevel = PodSecurityLevels.Restricted,
            Storage = new() { Size = new("1Gi"), StorageClassName = Here.Namespace },
        }));
        Assert.Equal("1000 1 0000000000000000 refused written", await environment.ExecAsync(Facts));
    }

    private async Task LocalVolumeAsync(string path, V1Node node)
    {
        await Here.Client.CoreV1.CreatePersistentVolumeAsync(new()
        {
            Metadata = new() { Name = Here.Namespace },
            Spec = new()
            {
                StorageClassName = Here.Namespace,
                Capacity = new Dictionary<string, ResourceQuantity> { ["storage"] = new("1Gi") },
                AccessModes = ["ReadWriteOnce"],
                PersistentVolumeReclaimPolicy = "Retain",
                Local = new() { Path = path },
                NodeAffinity = new()
                {
                    Required = new()
                    {
                        NodeSelectorTerms = [new() { MatchExpressions = [new() { Key = "kubernetes.io/hostname", OperatorProperty = "In", Values = [node.Metadata.Labels["kubernetes.io/hostname"]] }] }],
                    },
                },
            },
        });
        Here.Cleanup(() => Here.Client.CoreV1.DeletePersistentVolumeAsync(Here.Namespace));
    }

    private async Task OnNodeAsync(string name, V1Node node, string path, string script)
    {
        await Here.Client.CoreV1.CreateNamespacedPodAsync(
            new()
            {
                Metadata = new() { Name = name },
                Spec = new()
                {
                    NodeName = node.Metadata.Name,
                    RestartPolicy = "Never",
                    AutomountServiceAccountToken = false,
                    Volumes = [new() { Name = "node", HostPath = new() { Path = path } }],
                    Containers = [new() { Name = name, Image = Here.Images.Busybox, Command = ["sh", "-c", script], VolumeMounts = [new() { Name = "node", MountPath = "/node" }] }],
                },
            },
            Here.Namespace);
        _ = (await Here.KubectlAsync("wait", "--for=jsonpath={.status.phase}=Succeeded", $"pod/{name}", "--timeout=120s")).Text;
    }
}
