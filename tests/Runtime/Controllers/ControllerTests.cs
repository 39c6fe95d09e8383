using Environs.Runtime.Tests.Widgets;
using Environs.Support.Clusters;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Environs.Runtime.Tests.Controllers;

[Trait("Category", "Cluster")]
public sealed class ControllerTests
{
    [Fact]
    public async Task A_resource_gets_its_child_and_a_complete_status()
    {
        await using var host = await WidgetHost.StartAsync();
        await host.CreateAsync("one", 1);
        await host.ConvergedAsync("one", 1);

        var status = (await host.ReadAsync("one"))!.Status!;
        var ready = Assert.Single(status.Conditions);
        Assert.Equal(("Ready", "True", "Made", (long?)1), (ready.Type, ready.Status, ready.Reason, ready.ObservedGeneration));
        Assert.InRange(ready.LastTransitionTime, DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow.AddMinutes(1));
        Assert.Equal("1", status.StatusVersion);
        var map = await host.Client.CoreV1.ReadNamespacedConfigMapAsync("one", host.Namespace);
        Assert.Equal((await host.ReadAsync("one"))!.Metadata.Uid, map.Metadata.OwnerReferences[0].Uid);
        Assert.Empty(host.Log.At(LogLevel.Warning));
        Assert.Empty(host.Log.At(LogLevel.Error));
    }
}
