using System.Diagnostics;
using Environs.Runtime.Tests.Widgets;
using Environs.Support.Clusters;
using Environs.Support.Faults;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Environs.Runtime.Tests.Informers;

[Trait("Category", "Cluster")]
public sealed class LongListTests
{
    [Fact]
    public async Task Ten_thousand_objects_are_listed_in_pages_and_none_is_missing()
    {
        await using var proxy = await FaultProxy.StartAsync((await ClusterUnderTest.GetAsync()).Configuration());
        await using var host = await WidgetHost.StartAsync(proxy.Configuration(), beforeStart: host => Parallel.ForEachAsync(
            Enumerable.Range(0, 10_000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, cancellation) =>
                await host.Client.CoreV1.CreateNamespacedConfigMapAsync(
                    new V1ConfigMap { Metadata = new() { Name = $"m{number}" } }, host.Namespace, cancellationToken: cancellation)));
        var started = Stopwatch.GetTimestamp();
        var store = host.Services.GetRequiredService<IStore<V1ConfigMap>>();
        await Eventually.TrueAsync(() => host.Health.IsReady, TimeSpan.FromSeconds(30), "the stores are filled");
        TestContext.Current.SendDiagnosticMessage($"10,000 objects listed in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        // The cluster adds a ConfigMap of its own to each namespace (a newer one does).
        Assert.InRange(store.All().Count, 10_000, 10_001);
        Assert.InRange(proxy.Requests.Count(request => request.IsList && request.Path.Contains("configmaps", StringComparison.Ordinal)), 20, 21);
    }
}
