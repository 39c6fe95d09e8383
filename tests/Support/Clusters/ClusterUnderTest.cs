using System.Diagnostics;
using System.Net.Sockets;
using k8s;
using k8s.Models;
using Testcontainers.K3s;

namespace Environs.Support.Clusters;

/// <summary>
/// The cluster that tests run against: the one of ENVIRONS_KUBECONFIG, else K3s in a container where a Docker engine answers (untested where
/// this was written), else this checkout's own, started if need be.
/// </summary>
public sealed class ClusterUnderTest
{
    private static readonly Lazy<Task<ClusterUnderTest>> Found = new(FindAsync);

    private ClusterUnderTest(string kubeconfig) => Kubeconfig = kubeconfig;

    /// <summary>The kubeconfig's path.</summary>
    public string Kubeconfig { get; }

    /// <summary>The audit log: that of ENVIRONS_AUDIT_LOG, or of this checkout's own cluster; null for others.</summary>
    public string? AuditLog => System.Environment.GetEnvironmentVariable("ENVIRONS_AUDIT_LOG") is { Length: > 0 } named ? named
        : File.Exists(Path.Combine(Checkout, ".cluster", "audit.log")) && Kubeconfig == OwnKubeconfig ? Path.Combine(Checkout, ".cluster", "audit.log")
        : null;

    /// <summary>The root of this checkout.</summary>
    public static string Checkout { get; } = FindCheckout(AppContext.BaseDirectory);

    private static string OwnKubeconfig => Path.Combine(Checkout, ".cluster", "kubeconfig");

    /// <summary>The cluster, the same for all tests of a process.</summary>
    public static Task<ClusterUnderTest> GetAsync() => Found.Value;

    /// <summary>A new configuration with an administrator's rights.</summary>
    public KubernetesClientConfiguration Configuration() => KubernetesClientConfiguration.BuildConfigFromConfigFile(Kubeconfig);

    /// <summary>A new client with an administrator's rights.</summary>
    public Kubernetes Client() => new(Configuration());

    /// <summary>Makes a namespace that nobody else has; its disposal deletes it without waiting.</summary>
    public async Task<TestNamespace> NamespaceAsync(string prefix)
    {
        var client = Client();
        var created = await client.CoreV1.CreateNamespaceAsync(new V1Namespace
        {
            Metadata = new() { GenerateName = $"test-{prefix}-", Labels = new Dictionary<string, string> { ["environs.dev/test"] = "true" } },
        });
        // Until it is there no pod can be made.
        await Eventually.TrueAsync(
            async () => (await client.CoreV1.ListNamespacedServiceAccountAsync(created.Metadata.Name)).Items.Count > 0,
            TimeSpan.FromSeconds(30), "the namespace has its service account");
        return new(client, created.Metadata.Name);
    }

    private static async Task<ClusterUnderTest> FindAsync()
    {
        if (System.Environment.GetEnvironmentVariable("ENVIRONS_KUBECONFIG") is { Length: > 0 } named)
        {
            return File.Exists(named) ? new(named) : throw new FileNotFoundException($"ENVIRONS_KUBECONFIG names \"{named}\", which does not exist.");
        }
        if (await DockerAnswersAsync())
            return new(await StartK3sAsync());
        await StartOwnAsync();
        return new(OwnKubeconfig);
    }

    private static async Task<string> StartK3sAsync()
    {
        var container = new K3sBuilder("rancher/k3s:v1.33.4-k3s1").Build();
        await container.StartAsync();
        var path = Path.Combine(Path.GetTempPath(), $"environs-k3s-{System.Environment.ProcessId}.kubeconfig");
        await File.WriteAllTextAsync(path, await container.GetKubeconfigAsync());
        return path;
    }

    private static async Task StartOwnAsync()
    {
        using var up = Process.Start(new ProcessStartInfo(Path.Combine(Checkout, "hack", "cluster", "up"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = await Task.WhenAll(up.StandardOutput.ReadToEndAsync(), up.StandardError.ReadToEndAsync());
        await up.WaitForExitAsync();
        if (up.ExitCode != 0)
            throw new InvalidOperationException($"hack/cluster/up failed with exit code {up.ExitCode}:\n{said[0]}{said[1]}");
    }

    private static async Task<bool> DockerAnswersAsync()
    {
        var host = System.Environment.GetEnvironmentVariable("DOCKER_HOST");
        if (host is { Length: > 0 } && !host.StartsWith("unix://", StringComparison.Ordinal))
            return true;
        var path = host is { Length: > 0 } ? host["unix://".Length..] : "/var/run/docker.sock";
        if (!File.Exists(path))
            return false;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string FindCheckout(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Directory.Packages.props")))
                return folder;
        }
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} is a checkout of Environs.");
    }
}
