using Environs.EndToEnd.Tests.Installation;
using Environs.EndToEnd.Tests.Secrets;
using Environs.Support.Clusters;
using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Registry;

/// <summary>A real registry on the node of its pod, behind nginx, which asks for a credential.</summary>
internal sealed class RegistryServer
{
    private const string Name = "registry";

    private RegistryServer(string image, string node) => (Image, Node) = (image, node);

    /// <summary>As nodes name it: themselves.</summary>
    public const string Host = "localhost:5055";

    /// <summary>An image of busybox that no node has yet.</summary>
    public string Image { get; }

    /// <summary>The node that reaches it.</summary>
    public string Node { get; }

    public static async Task<RegistryServer> StartAsync(Playground here, string credential)
    {
        var scripts = Path.Combine(ClusterUnderTest.Checkout, "tests", "EndToEnd", "Registry");
        var files = new Dictionary<string, string>();
        foreach (var file in (string[])["serve.sh", "nginx.conf", "registry.yml"]) files[file] = await File.ReadAllTextAsync(Path.Combine(scripts, file));
        await here.Client.CoreV1.CreateNamespacedConfigMapAsync(new() { Metadata = new() { Name = Name }, Data = files }, here.Namespace);
        await here.PutSecretAsync(Name, ("credential", credential));
        await here.Client.CoreV1.CreateNamespacedPodAsync(Pod(here), here.Namespace);
        _ = (await here.KubectlAsync("wait", "--for=condition=Ready", "--timeout=300s", $"pod/{Name}")).Text;
        var node = (await here.Client.CoreV1.ReadNamespacedPodAsync(Name, here.Namespace)).Spec.NodeName;
        return new RegistryServer($"{Host}/private/busybox:{here.Namespace}", node);
    }

    private static V1Pod Pod(Playground here) => new()
    {
        Metadata = new() { Name = Name },
        Spec = new()
        {
            AutomountServiceAccountToken = false,
            // Where its runtime finds it without TLS.
            HostNetwork = true,
            TerminationGracePeriodSeconds = 1,
            Volumes = [new() { Name = "scripts", ConfigMap = new() { Name = Name } }, new() { Name = "secret", Secret = new() { SecretName = Name } }],
            Containers =
            [
                new()
                {
                    Name = Name,
                    Image = here.Images.Registry,
                    Command = ["sh", "/scripts/serve.sh", "private/busybox", here.Namespace],
                    VolumeMounts = [new() { Name = "scripts", MountPath = "/scripts" }, new() { Name = "secret", MountPath = "/secret" }],
                    ReadinessProbe = new() { TcpSocket = new() { Host = "127.0.0.1", Port = 5055 }, PeriodSeconds = 1 },
                },
            ],
        },
    };
}
