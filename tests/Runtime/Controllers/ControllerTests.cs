using System.Diagnostics;
using System.Text.Json;
using Environs.Runtime.Tests.Widgets;
using Environs.Support.Clusters;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Environs.Runtime.Tests.Controllers;

[Trait("Category", "Cluster")]
public sealed class ControllerTests : IAsyncLifetime
{
    private WidgetHost host = null!;

    public async ValueTask InitializeAsync()
    {
        host = await WidgetHost.StartAsync();
        await Eventually.TrueAsync(() => host.Health.IsLeading, TimeSpan.FromSeconds(30), "the controllers run");
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_resource_gets_its_child_and_a_complete_status()
    {
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

    [Fact]
    public async Task A_child_that_is_changed_or_deleted_by_hand_is_mended()
    {
        await host.CreateAsync("one", 1);
        await host.ConvergedAsync("one", 1);
        await host.Client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch("""{"data":{"value":"9"}}""", V1Patch.PatchType.MergePatch), "one", host.Namespace);
        await host.ConvergedAsync("one", 1);
        await host.Client.CoreV1.DeleteNamespacedConfigMapAsync("one", host.Namespace);
        await host.ConvergedAsync("one", 1);
    }

    [Fact]
    public async Task A_change_of_something_watched_wakes_whom_it_concerns_and_nobody_else()
    {
        await host.CreateAsync("one", 1, source: "text");
        await host.CreateAsync("two", 2);
        await host.ConvergedAsync("one", 1);
        await host.ConvergedAsync("two", 2);
        var passes = host.Passes.Count("two");
        await host.Client.CoreV1.CreateNamespacedConfigMapAsync(
            new V1ConfigMap { Metadata = new() { Name = "text" }, Data = new Dictionary<string, string> { ["text"] = "hello" } }, host.Namespace);
        await Eventually.TrueAsync(async () => (await host.ReadAsync("one"))?.Status?.Text == "hello", TimeSpan.FromSeconds(30), "the text has arrived");
        Assert.Equal(passes, host.Passes.Count("two"));
    }

    [Fact]
    public async Task A_pass_that_throws_says_so_in_the_status_backs_off_and_recovers()
    {
        host.Passes.During = (widget, _) => widget.Spec?.Value == 7 ? throw new InvalidOperationException("The value 7 brings bad luck.") : Task.CompletedTask;
        await host.CreateAsync("one", 1);
        await host.ConvergedAsync("one", 1);
        await host.ChangeAsync("one", """{"value":7}""");
        await Eventually.TrueAsync(
            async () => Conditions.Find((await host.ReadAsync("one"))?.Status?.Conditions, "Ready") is { Status: "False", Reason: "ReconcileError" } ready
                && ready.Message == "The value 7 brings bad luck.",
            TimeSpan.FromSeconds(30), "Ready is False");
        Assert.Equal(1, (await host.ReadAsync("one"))!.Status!.Value);
        await Eventually.TrueAsync(() => host.Passes.Count("one") >= 6, TimeSpan.FromSeconds(30), "it is tried again");
        Assert.Equal("2", (await host.ReadAsync("one"))!.Status!.StatusVersion);
        host.Passes.During = (_, _) => Task.CompletedTask;
        await host.ConvergedAsync("one", 7);
        Assert.True(Conditions.IsTrue((await host.ReadAsync("one"))!.Status!.Conditions, "Ready"));
    }

    [Fact]
    public async Task A_resource_that_asks_to_be_looked_at_again_is_and_nothing_is_written_at_rest()
    {
        host.Passes.RequeueAfter = TimeSpan.FromMilliseconds(100);
        await host.CreateAsync("one", 1);
        await host.ConvergedAsync("one", 1);
        var version = (await host.ReadAsync("one"))!.Metadata.ResourceVersion;
        var passes = host.Passes.Count("one");
        await Eventually.TrueAsync(() => host.Passes.Count("one") >= passes + 5, TimeSpan.FromSeconds(30), "five passes more");
        Assert.Equal(version, (await host.ReadAsync("one"))!.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task A_status_that_is_written_wakes_nobody()
    {
        await host.CreateAsync("one", 1);
        await host.ConvergedAsync("one", 1);
        await host.CreateAsync("two", 2);
        await host.ConvergedAsync("two", 2);
        var passes = host.Passes.Count("one");
        await host.ChangeStatusAsync("one", """{"text":"by somebody"}""");
        await Eventually.TrueAsync(() => host.Get("one")?.Status?.Text == "by somebody", TimeSpan.FromSeconds(30), "the store has it");
        await host.ChangeAsync("two", """{"value":3}""");
        await host.ConvergedAsync("two", 3);
        Assert.Equal(passes, host.Passes.Count("one"));
    }

    [Fact]
    public async Task One_key_is_never_worked_on_twice_at_once_while_others_are()
    {
        host.Passes.During = (_, cancellation) => Task.Delay(20, cancellation);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(number => host.CreateAsync($"w{number}", 0)));
        for (var value = 1; value <= 5; value++)
            await Task.WhenAll(Enumerable.Range(0, 10).Select(number => host.ChangeAsync($"w{number}", $$"""{"value":{{value}}}""")));
        for (var number = 0; number < 10; number++)
            await host.ConvergedAsync($"w{number}", 5);
        Assert.False(host.Passes.Overlapped);
    }

    [Fact]
    public async Task An_object_that_does_not_decode_is_skipped_logged_once_and_does_not_count_as_deleted()
    {
        await host.CreateAsync("one", 1);
        await host.ConvergedAsync("one", 1);
        await host.CreateRawAsync("odd", JsonSerializer.SerializeToElement(new { value = "seven" }));
        await host.ChangeAsync("one", """{"value":"two"}""");
        await host.CreateAsync("three", 3);
        await host.ConvergedAsync("three", 3);
        Assert.Equal(1, host.Get("one")?.Spec?.Value);
        Assert.Null(host.Get("odd"));
        Assert.Equal(2, host.Log.At(LogLevel.Warning).Count(line => line.Contains("does not fit its type", StringComparison.Ordinal)));
        await host.ChangeAsync("odd", """{"value":7}""");
        await host.ConvergedAsync("odd", 7);
    }

    [Fact]
    public async Task A_change_of_status_is_told_as_an_event_once()
    {
        await host.CreateAsync("one", 1);
        await host.ConvergedAsync("one", 1);
        await Eventually.TrueAsync(
            async () => (await host.Client.EventsV1.ListNamespacedEventAsync(host.Namespace)).Items is [{ Reason: "Made", Type: "Normal" } news]
                && news.Note == "The value is 1." && news.Regarding is { Kind: "Widget", Name: "one" } && news.ReportingController == "widget-tests",
            TimeSpan.FromSeconds(30), "the event is there");
        // kubectl describe looks for events in the core API.
        var core = await host.Client.CoreV1.ListNamespacedEventAsync(host.Namespace, fieldSelector: "involvedObject.kind=Widget,involvedObject.name=one");
        Assert.Single(core.Items);
    }

    [Fact]
    public async Task A_pass_finishes_before_the_process_stops()
    {
        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        host.Passes.During = (_, _) =>
        {
            entered.TrySetResult();
            return leave.Task;
        };
        await host.CreateAsync("one", 1);
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        var stopping = host.StopAsync();
        Assert.False(stopping.IsCompleted);
        leave.SetResult();
        await stopping;
        await host.ConvergedAsync("one", 1);
    }

    [Fact]
    public async Task A_delete_hits_only_the_very_object_and_one_that_is_gone_is_no_error()
    {
        var writer = host.Services.GetRequiredService<IResourceWriter>();
        var cancellation = TestContext.Current.CancellationToken;
        var map = new V1ConfigMap { Metadata = new() { Name = "m", NamespaceProperty = host.Namespace } };
        var first = await writer.CreateAsync(Kinds.ConfigMap, map, cancellation);
        await Assert.ThrowsAsync<ResourceConflictException>(() => writer.CreateAsync(Kinds.ConfigMap, map, cancellation));
        await writer.DeleteAsync(Kinds.ConfigMap, first, null, cancellation);
        await writer.DeleteAsync(Kinds.ConfigMap, first, TimeSpan.Zero, cancellation);
        await writer.CreateAsync(Kinds.ConfigMap, map, cancellation);
        await Assert.ThrowsAsync<ResourceConflictException>(() => writer.DeleteAsync(Kinds.ConfigMap, first, null, cancellation));
    }

    [Fact]
    public async Task What_was_written_is_in_the_store_when_the_write_returns()
    {
        var writer = host.Services.GetRequiredService<IResourceWriter>();
        var store = host.Services.GetRequiredService<IStore<V1ConfigMap>>();
        var cancellation = TestContext.Current.CancellationToken;
        for (var number = 0; number < 20; number++)
        {
            var map = new V1ConfigMap { Metadata = new() { Name = $"m{number}", NamespaceProperty = host.Namespace }, Data = new Dictionary<string, string> { ["a"] = "1" } };
            var key = ResourceKey.Of(map.Metadata);
            var made = await writer.CreateAsync(Kinds.ConfigMap, map, cancellation);
            Assert.Equal(made.Metadata.ResourceVersion, store.Get(key)?.Metadata.ResourceVersion);
            await writer.ApplyAsync(Kinds.ConfigMap, map with { Data = new Dictionary<string, string> { ["a"] = "2" } }, cancellation);
            Assert.Equal("2", store.Get(key)?.Data["a"]);
            await writer.DeleteAsync(Kinds.ConfigMap, made, null, cancellation);
            Assert.Null(store.Get(key));
        }
    }

    [Fact]
    public async Task A_refusal_names_the_request_and_what_the_server_said()
    {
        var writer = host.Services.GetRequiredService<IResourceWriter>();
        var bad = new V1ConfigMap { Metadata = new() { Name = "Not A Name", NamespaceProperty = host.Namespace } };
        var error = await Assert.ThrowsAsync<ApiException>(() => writer.CreateAsync(Kinds.ConfigMap, bad, TestContext.Current.CancellationToken));
        Assert.Contains("metadata.name", error.Message);
        Assert.StartsWith($"POST api/v1/namespaces/{host.Namespace}/configmaps: 422", error.Message, StringComparison.Ordinal);
        Assert.Equal((422, "Invalid", false), ((int)error.StatusCode, error.Reason, error.IsTransient));
    }

    [Fact]
    public async Task A_pass_is_an_activity_with_the_resource_in_its_tags()
    {
        var seen = new System.Collections.Concurrent.ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RuntimeTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = seen.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await host.CreateAsync("one", 1);
        await host.ConvergedAsync("one", 1);
        await Eventually.TrueAsync(
            () => seen.Any(activity => activity.GetTagItem("controller") is "widget" && activity.GetTagItem("namespace") is string ns && ns == host.Namespace
                && activity.GetTagItem("name") is "one" && activity.GetTagItem("result") is "success"),
            TimeSpan.FromSeconds(30), "the activity is there");
    }
}
