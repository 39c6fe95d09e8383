using System.Collections.Concurrent;
using Environs.EndToEnd.Tests.Git;
using Environs.EndToEnd.Tests.Installation;
using Environs.Support;
using Environs.Support.Clusters;
using k8s;
using k8s.Models;

[assembly: AssemblyFixture(typeof(InstalledOperator))]

namespace Environs.EndToEnd.Tests.Installation;

/// <summary>The operator as the chart installs it, one for all tests, with its long waits shortened. Installed when the first test asks for it.</summary>
public sealed class InstalledOperator : IAsyncDisposable
{
    public const string Namespace = "environs-system";
    public const string Release = "environs";
    private const string Selector = "app.kubernetes.io/component=operator";

    // What a minute is to a user is seconds to a test; the relations stay.
    private static readonly (string Name, string Value)[] Settings =
    [
        ("OPERATOR__RECREATIONDELAY", "00:00:02"),
        ("OPERATOR__RECREATIONDELAYLIMIT", "00:00:04"),
        ("OPERATOR__SCHEDULINGGRACE", "00:00:03"),
        ("OPERATOR__RESTARTGRACE", "00:00:05"),
        ("OPERATOR__REFUSALDELAY", "00:00:05"),
        ("Logging__LogLevel__Environs.Operator", "Debug"),
    ];

    private readonly ConcurrentBag<string> left = [];
    private readonly Lazy<Task> installed;
    private readonly Lazy<Task<GitServer>> git;
    private GitServer? server;
    private int? previousRevision;

    public InstalledOperator()
    {
        installed = new(InstallAsync);
        git = new(async () =>
        {
            await server!.StartAsync();
            return server;
        });
    }

    public ClusterUnderTest Cluster { get; private set; } = null!;
    public Images Images { get; private set; } = null!;
    public Kubernetes Client { get; private set; } = null!;
    public ResourceApi Api { get; private set; } = null!;
    public ClientTools Tools { get; private set; } = null!;

    /// <summary>The writes of our service accounts; null where the cluster's audit log cannot be read.</summary>
    public AuditLog? Audit { get; private set; }

    /// <summary>A git server that all tests share.</summary>
    public Task<GitServer> Git => git.Value;

    public Task EnsureAsync() => installed.Value;

    /// <summary>Upgrades the release as an administrator would, and waits until the new pods are ready.</summary>
    /// <param name="more">Variables of the operator, over those of all tests.</param>
    public Task UpgradeAsync(params (string Name, string Value)[] more) => UpgradeAsync(Images, more);

    /// <summary>The same with other images than the tests'.</summary>
    public Task UpgradeAsync(Images images, params (string Name, string Value)[] more) => UpgradeAsync(images, [], more);

    /// <summary>The same with other values of the chart.</summary>
    /// <param name="arguments">Helm's.</param>
    public Task UpgradeWithAsync(params string[] arguments) => UpgradeAsync(Images, arguments, []);

    private async Task UpgradeAsync(Images images, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> more)
    {
        var environment = more.Concat(Settings).DistinctBy(setting => setting.Name).SelectMany((setting, i) => new[]
        {
            $"--set-string=extraEnv[{i}].name={setting.Name.Replace(".", "\\.", StringComparison.Ordinal)}",
            $"--set-string=extraEnv[{i}].value={setting.Value}",
        });
        _ = (await Tools.HelmAsync([
            "upgrade", "--install", Release, Path.Combine(ClusterUnderTest.Checkout, "charts", "environs"), "--namespace", Namespace, "--create-namespace",
            // Other suites have applied the CustomResourceDefinitions by hand.
            "--take-ownership", "--force-conflicts", "--wait", "--timeout", "5m", .. images.Values(), .. server!.Values(), .. environment, .. arguments])).Text;
    }

    /// <summary>Frees the node of what a test's namespace holds. To remove the namespace takes the API server some 200 requests, which is for the end.</summary>
    public async Task LeaveAsync(TestNamespace @namespace)
    {
        using var client = @namespace.Client;
        left.Add(@namespace.Name);
        Playground.Accepted(await Api.DeleteAsync(CrdKinds.ObjectsPath("Environment", @namespace.Name)));
        await client.CoreV1.DeleteCollectionNamespacedPodAsync(@namespace.Name, labelSelector: "app.kubernetes.io/managed-by!=environs");
    }

    public async Task<IList<V1Pod>> PodsAsync() => (await Client.CoreV1.ListNamespacedPodAsync(Namespace, labelSelector: Selector)).Items;

    /// <summary>Waits until both replicas are up and one of them leads, and returns its name.</summary>
    public async Task<string> SettledLeaderAsync()
    {
        var leader = "";
        await Eventually.TrueAsync(
            async () =>
            {
                var pods = await PodsAsync();
                leader = await LeaderAsync();
                return pods.Count == 2 && pods.All(pod => pod.Metadata.DeletionTimestamp is null && pod.Status.ContainerStatuses is [{ Ready: true }])
                    && pods.Any(pod => pod.Metadata.Name == leader);
            },
            TimeSpan.FromMinutes(2), "two replicas are ready and one leads");
        return leader;
    }

    /// <summary>Name of the pod that leads.</summary>
    public async Task<string> LeaderAsync() => (await Client.CoordinationV1.ReadNamespacedLeaseAsync("environs-operator", Namespace)).Spec.HolderIdentity ?? "";

    /// <summary>How many passes the operator made over one environment, of all that its running pods remember.</summary>
    public async Task<int> PassesAsync(string @namespace, string name) => (await PassesAsync(@namespace, [name]))[0];

    /// <summary>The same for several, of which the log, which is long, is read once.</summary>
    public async Task<IReadOnlyList<int>> PassesAsync(string @namespace, IReadOnlyList<string> names)
    {
        var counts = new int[names.Count];
        foreach (var pod in await PodsAsync())
        {
            // One that has gone meanwhile remembers nothing.
            var log = (await Tools.KubectlAsync("logs", "--namespace", Namespace, pod.Metadata.Name, "--container", "operator")).Output;
            foreach (var line in log.EnumerateLines())
            {
                for (var i = 0; i < names.Count; i++)
                {
                    if (line.Contains($"\"Message\":\"Pass of environment {@namespace}/{names[i]}:", StringComparison.Ordinal)) counts[i]++;
                }
            }
        }

        return counts;
    }

    public async ValueTask DisposeAsync()
    {
        if (!installed.IsValueCreated) return;
        if (Tools is null) return;
        if (server is not null) await server.DisposeAsync();
        await Parallel.ForEachAsync(left, async (name, stop) => await Client.CoreV1.DeleteNamespaceAsync(name, cancellationToken: stop));
        if (previousRevision is { } revision) await Tools.HelmAsync("rollback", Release, $"{revision}", "--namespace", Namespace);
        else await Tools.HelmAsync("uninstall", Release, "--namespace", Namespace);
        Client.Dispose();
    }

    private async Task InstallAsync()
    {
        Cluster = await ClusterUnderTest.GetAsync();
        Client = Cluster.Client();
        Api = ResourceApi.Of(Client);
        Audit = Cluster.AuditLog is { } path ? new AuditLog(path) : null;
        Images = await Images.GetAsync();
        var tools = new ClientTools(Cluster);
        var release = await tools.HelmAsync("status", Release, "--namespace", Namespace, "--output", "json");
        // One that `make run` left is given back as it was.
        if (release.ExitCode == 0) previousRevision = System.Text.Json.Nodes.JsonNode.Parse(release.Output)!["version"]!.GetValue<int>();
        Tools = tools;
        server = await GitServer.PrepareAsync(await Playground.CreateAsync(this, "git"));
        await UpgradeAsync();
    }
}
