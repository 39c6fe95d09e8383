using Environs.Runtime.Tests.Widgets;
using Environs.Support.Clusters;
using Environs.Support.Faults;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Environs.Runtime.Tests.Faults;

/// <summary>
/// Whatever the connection to the API server does: everything converges, nothing is lost, the requests stay few, and the log says it once.
/// </summary>
[Trait("Category", "Cluster")]
public sealed class FaultTests : IAsyncLifetime
{
    private FaultProxy proxy = null!;
    private WidgetHost host = null!;

    public async ValueTask InitializeAsync()
    {
        proxy = await FaultProxy.StartAsync((await ClusterUnderTest.GetAsync()).Configuration());
        host = await WidgetHost.StartAsync(proxy.Configuration());
        await host.CreateAsync("one", 1);
        await host.CreateAsync("gone", 1);
        await host.ConvergedAsync("one", 1);
        await host.ConvergedAsync("gone", 1);
        await WatchesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        proxy.ComeBack();
        await host.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Theory]
    [InlineData(WatchFault.End, 0)]
    [InlineData(WatchFault.Reset, 1)]
    [InlineData(WatchFault.CutAndReset, 1)]
    [InlineData(WatchFault.CutAndEnd, 1)]
    [InlineData(WatchFault.Silence, 0)]
    public async Task A_watch_that_breaks_is_resumed_without_a_new_list_and_without_a_loss(WatchFault fault, int linesPerInformer)
    {
        var before = proxy.Requests.Count;
        proxy.Break(fault);
        // These may fall into the gap, and are what a cut watch is cut in.
        await host.ChangeAsync("one", """{"value":2}""");
        await host.CreateAsync("two", 2);
        await host.DeleteAsync("gone");
        await host.ConvergedAsync("one", 2);
        await host.ConvergedAsync("two", 2);
        await GoneFromStoreAsync("gone");
        await WatchesAsync();

        var requests = proxy.Requests.Skip(before).ToList();
        Assert.DoesNotContain(requests, request => request.IsList);
        Assert.InRange(requests.Count(request => request.IsWatch), 2, 6);
        Assert.InRange(host.Log.At(LogLevel.Warning).Count, linesPerInformer, linesPerInformer * 2);
        Assert.Empty(host.Log.At(LogLevel.Error));
    }

    [Fact]
    public async Task An_expired_history_told_in_the_watch_is_followed_by_a_list_that_finds_what_came_and_went()
    {
        proxy.Inject(request => request.IsWatch, Fault.Late(TimeSpan.FromSeconds(1)), 2);
        proxy.Inject(request => request.IsList, Fault.Late(TimeSpan.FromMilliseconds(500)), 2);
        var before = proxy.Requests.Count;
        proxy.Break(WatchFault.Gone);
        await host.DeleteAsync("gone");
        await host.CreateAsync("two", 2);
        await host.ConvergedAsync("two", 2);
        await GoneFromStoreAsync("gone");

        var requests = proxy.Requests.Skip(before).ToList();
        Assert.Equal(2, requests.Count(request => request.IsList));
        Assert.Empty(host.Log.At(LogLevel.Warning));
        Assert.Contains(host.Log.At(LogLevel.Information), line => line.Contains("listing again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_line_that_makes_no_sense_is_followed_by_a_list()
    {
        var before = proxy.Requests.Count;
        proxy.Break(WatchFault.Garbage);
        await host.DeleteAsync("gone");
        await host.CreateAsync("two", 2);
        await host.ConvergedAsync("two", 2);
        await GoneFromStoreAsync("gone");
        await WatchesAsync();
        Assert.Equal(2, proxy.Requests.Skip(before).Count(request => request.IsList));
        Assert.Equal(2, host.Log.At(LogLevel.Warning).Count);
    }

    [Fact]
    public async Task An_expired_history_told_as_a_status_again_and_again_makes_no_hot_loop()
    {
        var before = proxy.Requests.Count;
        proxy.Inject(request => request.IsWatch, Fault.Gone, 8);
        proxy.Break(WatchFault.End);
        await host.ChangeAsync("one", """{"value":2}""");
        await host.ConvergedAsync("one", 2);
        await WatchesAsync();
        var requests = proxy.Requests.Skip(before).ToList();
        Assert.InRange(requests.Count(request => request.IsWatch || request.IsList), 4, 24);
        // Four 410s in a row to one informer pause it for at least 50 + 100 + 200 ms.
        Assert.InRange(requests.Last(request => request.IsWatch).At - requests.First(request => request.IsWatch).At, TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_conflict_is_a_requeue_and_no_line()
    {
        proxy.Inject(IsObjectWrite, Fault.Conflict, 3);
        await host.CreateAsync("two", 2);
        await host.ConvergedAsync("two", 2);
        Assert.InRange(host.Passes.Count("two"), 4, 8);
        Assert.Empty(host.Log.At(LogLevel.Warning));
        Assert.Empty(host.Log.At(LogLevel.Error));
    }

    [Fact]
    public async Task Retry_After_is_honoured_for_writes()
    {
        proxy.Inject(IsObjectWrite, Fault.TooManyRequests(TimeSpan.FromSeconds(2)));
        await host.CreateAsync("two", 2);
        await host.ConvergedAsync("two", 2);
        var writes = proxy.Requests.Where(request => IsObjectWrite(request) && request.Path.Contains("configmaps", StringComparison.Ordinal)).ToList();
        Assert.InRange(writes[^1].At - writes[^2].At, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(15));
        Assert.Single(host.Log.At(LogLevel.Warning));
    }

    [Fact]
    public async Task Retry_After_is_honoured_for_watches()
    {
        var before = proxy.Requests.Count;
        proxy.Inject(request => request.IsWatch, Fault.TooManyRequests(TimeSpan.FromSeconds(2)), 2);
        proxy.Break(WatchFault.End);
        await host.CreateAsync("two", 2);
        await host.ConvergedAsync("two", 2);
        var watches = proxy.Requests.Skip(before).Where(request => request.IsWatch && request.Path.Contains("widgets", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, watches.Count);
        Assert.InRange(watches[1].At - watches[0].At, TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(15));
        Assert.Equal(2, host.Log.At(LogLevel.Warning).Count);
    }

    [Fact]
    public async Task A_server_error_is_retried_with_a_pause_and_does_not_touch_the_status()
    {
        proxy.Inject(IsObjectWrite, Fault.ServerError, 2);
        await host.CreateAsync("two", 2);
        await host.ConvergedAsync("two", 2);
        Assert.InRange(host.Passes.Count("two"), 3, 6);
        Assert.Equal(2, host.Log.At(LogLevel.Warning).Count);
        Assert.Equal("1", (await host.ReadAsync("two"))!.Status!.StatusVersion);
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_is_given_up_and_asked_for_again()
    {
        proxy.Inject(IsObjectWrite, Fault.Late(TimeSpan.FromSeconds(20)));
        await host.CreateAsync("two", 2);
        await host.ConvergedAsync("two", 2);
        Assert.Contains("no answer within 5 s", Assert.Single(host.Log.At(LogLevel.Warning)));
    }

    [Fact]
    public Task A_server_that_is_away_for_a_while_is_found_again() => AwayAsync(TimeSpan.FromSeconds(6), requestLimit: 60);

    [Fact]
    [Trait("Category", "Slow")]
    public Task A_server_that_is_away_for_a_minute_is_found_again() => AwayAsync(TimeSpan.FromMinutes(1), requestLimit: 300);

    private async Task AwayAsync(TimeSpan away, int requestLimit)
    {
        var before = proxy.Requests.Count;
        proxy.GoAway();
        await host.ChangeAsync("one", """{"value":2}""");
        await host.CreateAsync("two", 2);
        await host.DeleteAsync("gone");
        await Task.Delay(away);
        Assert.NotNull(host.Get("gone"));
        proxy.ComeBack();
        await host.ConvergedAsync("one", 2);
        await host.ConvergedAsync("two", 2);
        await GoneFromStoreAsync("gone");
        await WatchesAsync();
        Assert.InRange(proxy.Requests.Count - before, 2, requestLimit);
        // One line for each informer, however long it lasted, and one when all was well again.
        Assert.Equal(2, host.Log.At(LogLevel.Warning).Count(line => line.Contains("watch failed", StringComparison.Ordinal)));
        Assert.Equal(2, host.Log.At(LogLevel.Information).Count(line => line.Contains("well again", StringComparison.Ordinal)));
    }

    private bool IsObjectWrite(ProxiedRequest request) =>
        request.IsWrite && !request.IsLease && request.Path.Contains(host.Namespace, StringComparison.Ordinal)
        && !request.Path.Contains("/events", StringComparison.Ordinal);

    private Task WatchesAsync() =>
        Eventually.TrueAsync(() => proxy.OpenWatches == 2, TimeSpan.FromSeconds(30), () => $"both watches are open; the log:\n{host.Log.All}");

    private Task GoneFromStoreAsync(string name) =>
        Eventually.TrueAsync(() => host.Get(name) is null, TimeSpan.FromSeconds(30), () => $"{name} is gone from the store; the log:\n{host.Log.All}");
}
