using Environs.Support.Clusters;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Tests.Supervision;

/// <summary>The ConfigMap by which pods find the operator.</summary>
[Trait("Category", "Cluster")]
public sealed class ConnectionMapsTests : IAsyncLifetime
{
    private const string Name = TestOperator.ConfigMap;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private Inhabitants here = null!;

    public async ValueTask InitializeAsync() => here = await Inhabitants.SettleAsync();

    public ValueTask DisposeAsync() => here.DisposeAsync();

    private async Task<V1ConfigMap?> MapAsync() =>
        (await here.Client.CoreV1.ListNamespacedConfigMapAsync(here.Namespace, fieldSelector: $"metadata.name={Name}")).Items.SingleOrDefault();

    private Task InStepAsync(TestOperator @operator, string address) => Eventually.TrueAsync(
        async () => await MapAsync() is { } map && map.Data["address"] == address && map.Data["ca.crt"] == @operator.Bundle, Soon,
        () => $"the map says {address}; the log:\n{@operator.Log.All}");

    [Fact]
    public async Task It_comes_with_the_first_environment_and_is_mended_and_otherwise_never_written()
    {
        await using var @operator = await TestOperator.StartAsync(here.Namespace);
        Assert.Null(await MapAsync());
        await here.EnvironmentAsync("a");
        await InStepAsync(@operator, "192.0.2.1:8443");
        var version = (await MapAsync())!.Metadata.ResourceVersion;
        await here.EnvironmentAsync("b");
        await @operator.Maps.EnsureAsync(here.Namespace, TestContext.Current.CancellationToken);
        await @operator.Maps.LookAsync(TestContext.Current.CancellationToken);
        Assert.Equal(version, (await MapAsync())!.Metadata.ResourceVersion);

        await here.Client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch("""{"data":{"address":"192.0.2.9:1"}}""", V1Patch.PatchType.MergePatch), Name, here.Namespace);
        await InStepAsync(@operator, "192.0.2.1:8443");
        await here.Client.CoreV1.DeleteNamespacedConfigMapAsync(Name, here.Namespace);
        await InStepAsync(@operator, "192.0.2.1:8443");
        await here.Client.CoreV1.DeleteNamespacedSecretAsync("environs-supervision", here.Namespace);
        await Eventually.TrueAsync(async () => (await MapAsync())!.Data["ca.crt"] is var bundle && bundle == @operator.Bundle && bundle.Length > 0, Soon, "it has the new bundle");
        Assert.DoesNotContain("PRIVATE", (await MapAsync())!.Data["ca.crt"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_has_what_git_is_told_of_servers_with_authorities_of_their_own_and_loses_it_with_them()
    {
        var options = new OperatorOptions { GitServers = new() { Hosts = "git.example.com", Authorities = "PEM" } };
        await using (await TestOperator.StartAsync(here.Namespace, settings => options.Supervision = settings, add: services => services.AddSingleton(Options.Create(options))))
        {
            await here.EnvironmentAsync("a");
            await Eventually.TrueAsync(async () => (await MapAsync())?.Data.TryGetValue("git-ca.crt", out var pem) == true && pem == "PEM", Soon, "the map has them");
            Assert.StartsWith("[http \"https://git.example.com/\"]", (await MapAsync())!.Data["gitconfig"], StringComparison.Ordinal);
        }
        await using var without = await TestOperator.StartAsync(here.Namespace);
        await Eventually.TrueAsync(async () => (await MapAsync())!.Data.Count == 2, Soon, "the map has them no more");
    }

    [Fact]
    public async Task Its_address_is_that_of_the_operators_Service()
    {
        await using var @operator = await TestOperator.StartAsync(here.Namespace, settings => settings.Address = null);
        await here.EnvironmentAsync("a");
        await Eventually.TrueAsync(() => @operator.Log.At(LogLevel.Warning).Count == 1, Soon, "it says that it has no address");
        Assert.Null(await MapAsync());
        var service = await here.Client.CoreV1.CreateNamespacedServiceAsync(
            new V1Service
            {
                Metadata = new() { Name = "environs-supervision" },
                Spec = new() { Ports = [new() { Name = "other", Port = 1 }, new() { Name = "supervision", Port = 9443, TargetPort = 8443 }] },
            },
            here.Namespace);
        await InStepAsync(@operator, $"{service.Spec.ClusterIP}:9443");
        Assert.Single(@operator.Log.At(LogLevel.Warning));
    }

    [Fact]
    public async Task Somebody_elses_map_of_that_name_stays_as_it_is_with_one_warning()
    {
        var theirs = await here.Client.CoreV1.CreateNamespacedConfigMapAsync(
            new V1ConfigMap { Metadata = new() { Name = Name }, Data = new Dictionary<string, string> { ["mine"] = "1" } }, here.Namespace);
        await using var @operator = await TestOperator.StartAsync(here.Namespace);
        await here.EnvironmentAsync("a");
        await Eventually.TrueAsync(() => @operator.Log.At(LogLevel.Warning).Count == 1, Soon, () => @operator.Log.All);
        await @operator.Maps.EnsureAsync(here.Namespace, TestContext.Current.CancellationToken);
        Assert.Equal(theirs.Metadata.ResourceVersion, (await MapAsync())!.Metadata.ResourceVersion);
        Assert.Contains("somebody else's", Assert.Single(@operator.Log.At(LogLevel.Warning)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_refuses_it_costs_the_caller_nothing_and_is_logged_once()
    {
        await here.Client.CoreV1.CreateNamespacedResourceQuotaAsync(
            new V1ResourceQuota
            {
                Metadata = new() { Name = "none" },
                Spec = new() { Hard = new Dictionary<string, ResourceQuantity> { ["configmaps"] = new("0") } },
            },
            here.Namespace);
        await using var @operator = await TestOperator.StartAsync(here.Namespace, settings => settings.RetryDelay = TimeSpan.FromMilliseconds(50));
        await here.EnvironmentAsync("a");
        await Eventually.TrueAsync(() => @operator.Log.At(LogLevel.Warning).Count >= 1, Soon, () => @operator.Log.All);
        await @operator.Maps.EnsureAsync(here.Namespace, TestContext.Current.CancellationToken);
        Assert.Contains("exceeded quota", Assert.Single(@operator.Log.At(LogLevel.Warning)), StringComparison.Ordinal);
    }
}
