using System.Text.Json;
using Environs.Runtime.Api;
using Environs.Runtime.Metrics;
using Environs.Runtime.Stores;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Environs.Runtime.Informers;

/// <summary>
/// Keeps a store equal to what the server has: list, watch from there, resume where a watch ends, list again where the history is gone.
/// The store keeps what it has while the server is away, and is told of what went meanwhile by the next list.
/// </summary>
internal sealed class Informer<T> : IInformer
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ResourceKind<T> kind;
    private readonly InformerOptions<T> options;
    private readonly RuntimeOptions runtime;
    private readonly ApiClient client;
    private readonly RuntimeMetrics metrics;
    private readonly TimeProvider time;
    private readonly Random random;
    private readonly ILogger logger;
    private readonly Decoder<T> decoder;
    private readonly Backoff backoff;
    private readonly string path;
    private readonly List<Action<Change<T>>> handlers = [];
    private readonly TaskCompletionSource synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<ResourceKey, string> undecodable = [];
    private int failures;

    public Informer(ResourceKind<T> kind, InformerOptions<T> options, RuntimeServices services)
    {
        this.kind = kind;
        this.options = options;
        (runtime, client, metrics, time, random) = (services.Options, services.Client, services.Metrics, services.Time, services.Random);
        logger = services.Loggers.CreateLogger("Environs.Runtime.Informers");
        decoder = new(kind, options.Trim);
        backoff = new(runtime.InformerBackoff, runtime.InformerBackoffLimit, random);
        path = options.Namespace is { } ns ? kind.CollectionPath(ns) : kind.ListPath;
        Store = new(options.Indexes);
    }

    public Store<T> Store { get; }

    public string Name => kind.ToString();

    public Task Synced => synced.Task;

    /// <summary>Whether this informer will come to see an object with these labels.</summary>
    public bool Sees(V1ObjectMeta metadata) =>
        (options.Namespace is null || options.Namespace == metadata.NamespaceProperty) && (options.Name is null || options.Name == metadata.Name) && LabelSelector.Matches(options.LabelSelector, metadata.Labels);

    /// <summary>Adds one that is told of each change after the store has it; before <see cref="RunAsync"/> only.</summary>
    public void OnChange(Action<Change<T>> handler) => handlers.Add(handler);

    public async Task RunAsync(CancellationToken cancellation)
    {
        string? version = null;
        while (!cancellation.IsCancellationRequested)
        {
            version = version is null ? await ListAsync(cancellation) : await WatchAsync(version, cancellation);
        }
    }

    /// <summary>One list: its resourceVersion, or null (after a pause) where it failed.</summary>
    private async Task<string?> ListAsync(CancellationToken cancellation)
    {
        try
        {
            var listed = new Dictionary<ResourceKey, Decoded<T>>();
            string? next = null;
            string version;
            do
            {
                var page = await client.SendAsync(HttpMethod.Get, path + ListQuery(next), null, ApiClient.Json, cancellation);
                (var items, version, next) = decoder.Page(page);
                foreach (var item in items)
                    listed[item.Key] = item;
            }
            while (next is not null);

            Replace(listed);
            Recovered();
            if (synced.TrySetResult())
                Log.Synced(logger, Name, listed.Count);
            return version;
        }
        catch (Exception error) when (error is ApiException or JsonException)
        {
            await FailedAsync("list", error, cancellation);
            return null;
        }
    }

    /// <summary>One watch: where to go on from, or null where that is a new list.</summary>
    private async Task<string?> WatchAsync(string version, CancellationToken cancellation)
    {
        var (stream, last) = await WatchStream<T>.OpenAsync(client, path + WatchQuery(version), decoder, runtime.WatchIdleLimit, time, cancellation);
        var started = time.GetTimestamp();
        using (stream)
        {
            while (stream is not null)
            {
                last = await stream.NextAsync(cancellation);
                if (last.ResourceVersion is not { } seen)
                    break;
                version = seen.Length > 0 ? seen : version;
                Recovered();
                Take(last, initial: false);
            }
        }
        // A watch that lived for a while is followed by the next at once; only those that end early slow us down.
        var lived = time.GetElapsedTime(started) > runtime.InformerBackoff;
        if (lived)
            backoff.Reset();
        if (last.Type == WatchEventType.Failed)
        {
            await FailedAsync("watch", last.Error!, cancellation);
            // A line that is whole but makes no sense would come again from the same version.
            return last.Error is JsonException ? null : version;
        }
        if (last.Type == WatchEventType.Silent)
            Log.Silent(logger, Name, runtime.WatchIdleLimit);
        if (lived)
            Recovered();
        else
            await Task.Delay(backoff.Next(), time, cancellation);
        if (last.Type != WatchEventType.Gone)
            return version;
        Log.Relisting(logger, Name, last.Error!.Message);
        return null;
    }

    private void Replace(Dictionary<ResourceKey, Decoded<T>> listed)
    {
        var initial = !Synced.IsCompleted;
        foreach (var gone in Store.All().Select(thing => ResourceKey.Of(thing.Metadata)).Where(key => !listed.ContainsKey(key)))
            Change(gone, null, initial);
        foreach (var (key, item) in listed)
        {
            var type = item.Error is null ? WatchEventType.Changed : WatchEventType.Undecodable;
            Take(new(type, key, item.ResourceVersion, item.Object, item.Error), initial);
        }
    }

    private void Take(WatchEvent<T> news, bool initial)
    {
        switch (news.Type)
        {
            case WatchEventType.Changed when Store.Get(news.Key)?.Metadata.ResourceVersion != news.ResourceVersion:
                undecodable.Remove(news.Key);
                Change(news.Key, news.Object, initial);
                break;
            case WatchEventType.Deleted:
                undecodable.Remove(news.Key);
                Change(news.Key, null, initial);
                break;
            // The last version that could be read stays: to say that it is gone would be a lie with consequences.
            case WatchEventType.Undecodable when undecodable.GetValueOrDefault(news.Key) != news.ResourceVersion:
                undecodable[news.Key] = news.ResourceVersion!;
                metrics.ObjectUndecodable(Name);
                Log.Undecodable(logger, Name, news.Key, news.Error!.Message);
                break;
        }
    }

    private void Change(ResourceKey key, T? after, bool initial)
    {
        var before = Store.Set(key, after);
        if (before is null && after is null)
            return;
        foreach (var handler in handlers)
        {
            try
            {
                handler(new(key, before, after, initial));
            }
#pragma warning disable CA1031 // One odd object must not make the informer deaf to all others.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Log.MapFailed(logger, error, Name, key);
            }
        }
    }

    private async Task FailedAsync(string what, Exception error, CancellationToken cancellation)
    {
        var pause = backoff.Next((error as ApiException)?.RetryAfter);
        metrics.InformerFailed(Name);
        // One line for an outage, however long; Recovered writes the other one.
        Log.Failed(logger, failures++ == 0 ? LogLevel.Warning : LogLevel.Debug, Name, what, error.Message, pause);
        await Task.Delay(pause, time, cancellation);
    }

    private void Recovered()
    {
        if (failures > 0)
            Log.Recovered(logger, Name, failures);
        failures = 0;
    }

    private string ListQuery(string? next) =>
        $"?limit={runtime.PageSize}{Selector}{(next is null ? "" : $"&continue={Uri.EscapeDataString(next)}")}";

    private string WatchQuery(string version)
    {
        var seconds = Math.Max(1, (int)(runtime.WatchTimeout.TotalSeconds * (1 + random.NextDouble() / 10)));
        return $"?watch=true&allowWatchBookmarks=true&timeoutSeconds={seconds}&resourceVersion={Uri.EscapeDataString(version)}{Selector}";
    }

    private string Selector =>
        (options.LabelSelector is { Length: > 0 } labels ? $"&labelSelector={Uri.EscapeDataString(labels)}" : "")
        + (options.Name is { } name ? $"&fieldSelector={Uri.EscapeDataString($"metadata.name={name}")}" : "");
}
