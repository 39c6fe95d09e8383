using System.Diagnostics;
using Environs.Runtime.Tests.Widgets;
using Environs.Support.Clusters;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Environs.Runtime.Tests.Informers;

[Trait("Category", "Cluster")]
public sealed class InformerTests
{
    [Fact]
    public async Task An_informer_by_label_keeps_what_matches_and_writes_of_others_do_not_wait_for_it()
    {
        await using var host = await WidgetHost.StartAsync(
            change: options => options with { WriteVisibility = TimeSpan.FromSeconds(30) },
            configure: services => services.AddInformer(Kinds.Pod, "team=a"));
        await Eventually.TrueAsync(() => host.Health.IsLeading, TimeSpan.FromSeconds(30), "writes may go out");
        var writer = host.Services.GetRequiredService<IResourceWriter>();
        var store = host.Services.GetRequiredService<IStore<V1Pod>>();
        var cancellation = TestContext.Current.CancellationToken;
        var started = Stopwatch.GetTimestamp();
        await writer.CreateAsync(Kinds.Pod, Pod(host, "mine", "a"), cancellation);
        await writer.CreateAsync(Kinds.Pod, Pod(host, "other", "b"), cancellation);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.NotNull(store.Get(new(host.Namespace, "mine")));
        Assert.Null(store.Get(new(host.Namespace, "other")));
    }

    private static V1Pod Pod(WidgetHost host, string name, string team) => new()
    {
        Metadata = new() { Name = name, NamespaceProperty = host.Namespace, Labels = new Dictionary<string, string> { ["team"] = team } },
        Spec = new()
        {
            // Nowhere: no node runs it.
            NodeSelector = new Dictionary<string, string> { ["environs.dev/test"] = "nowhere" },
            AutomountServiceAccountToken = false,
            Containers = [new() { Name = "c", Image = "environs.local/environs/none:1" }],
        },
    };
}
