using Environs.Runtime.Tests.Widgets;
using Environs.Support.Clusters;
using k8s;
using Microsoft.Extensions.DependencyInjection;

namespace Environs.Runtime.Tests.Events;

[Trait("Category", "Cluster")]
public sealed class EventPublisherTests
{
    [Fact]
    public async Task A_repetition_becomes_a_series_and_a_flood_is_cut_off()
    {
        await using var host = await WidgetHost.StartAsync(change: options => options with { EventsPerObject = 5, EventSeriesInterval = TimeSpan.Zero });
        var widget = new V1Widget { Metadata = new() { Name = "w", NamespaceProperty = host.Namespace, Uid = "some-uid" } };
        var publisher = host.Services.GetRequiredService<IEventPublisher>();
        await Eventually.TrueAsync(() => host.Health.IsLeading, TimeSpan.FromSeconds(30), "events may be written");
        for (var times = 0; times < 3; times++)
            publisher.Publish(V1Widget.Kind, widget, new("Warning", "Broken", "It is broken."));
        for (var number = 0; number < 100; number++)
            publisher.Publish(V1Widget.Kind, widget, new("Normal", "Noise", $"Noise {number}."));

        await Eventually.TrueAsync(async () => (await EventsAsync(host)).Count == 5, TimeSpan.FromSeconds(30), "five events are there");
        var broken = (await EventsAsync(host)).Single(news => news.Reason == "Broken");
        Assert.Equal(("Warning", "It is broken.", 3), (broken.Type, broken.Note, broken.Series.Count));
        Assert.Equal(4, (await EventsAsync(host)).Count(news => news.Reason == "Noise"));
    }

    private static async Task<IList<k8s.Models.Eventsv1Event>> EventsAsync(WidgetHost host) =>
        (await host.Client.EventsV1.ListNamespacedEventAsync(host.Namespace)).Items;
}
