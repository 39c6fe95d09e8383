using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Environs.Runtime.Api;
using Environs.Runtime.Informers;
using Environs.Runtime.Metrics;
using Environs.Runtime.Queues;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Environs.Runtime.Controllers;

/// <summary>Runs the passes of one kind: looks the resource up, lets the reconciler work, writes the status, and decides when to come again.</summary>
internal sealed class Controller<T, TStatus> : IController, IDisposable
    where T : class, IKubernetesObject<V1ObjectMeta>, IStatus<TStatus?>
    where TStatus : class
{
    // A hiccup of the server is not yet news about the resource.
    private const int FailuresUntilTransientCounts = 3;

    private readonly ResourceKind<T> kind;
    private readonly JsonTypeInfo<TStatus> json;
    private readonly Informer<T> informer;
    private readonly IReconciler<T, TStatus> reconciler;
    private readonly ResourceWriter writer;
    private readonly IEventPublisher events;
    private readonly RuntimeServices services;
    private readonly ILogger logger;
    private readonly int workers;
    private readonly WorkQueue queue;

    public Controller(
        ResourceKind<T> kind, JsonTypeInfo<TStatus> json, int? workers, Informer<T> informer, IReconciler<T, TStatus> reconciler,
        ResourceWriter writer, IEventPublisher events, RuntimeServices services)
    {
        (this.kind, this.json, this.informer, this.reconciler, this.writer, this.events, this.services) =
            (kind, json, informer, reconciler, writer, events, services);
        Name = kind.Kind.ToLowerInvariant();
        logger = services.Loggers.CreateLogger("Environs.Runtime.Controllers");
        this.workers = workers ?? services.Options.Workers;
        queue = new(Name, services.Options, services.Metrics, services.Time, services.Random);
        informer.OnChange(change =>
        {
            if (IsNews(change))
                Wake(change.Key, change.Initial);
        });
    }

    public string Name { get; }

    public void Wake(ResourceKey key, bool initial) => queue.Add(key, lowPriority: initial);

    public void WakeWithin(ResourceKey key, TimeSpan delay) => queue.AddWithin(key, delay);

    public async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        services.Metrics.MaxWorkers(Name, workers);
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => WorkAsync(stop, abort), CancellationToken.None)));
        services.Metrics.MaxWorkers(Name, -workers);
    }

    public void Dispose() => queue.Dispose();

    // A status is ours to write: what we wrote is no reason to look again.
    private static bool IsNews(Change<T> change) =>
        change.Before?.Metadata is not { } before || change.After?.Metadata is not { } after
        || before.Uid != after.Uid || before.Generation != after.Generation || before.DeletionTimestamp != after.DeletionTimestamp
        || !Same(before.Annotations, after.Annotations) || !Same(before.Labels, after.Labels);

    private static bool Same(IDictionary<string, string>? before, IDictionary<string, string>? after) =>
        (before?.Count ?? 0) == (after?.Count ?? 0)
        && (before is null || before.All(pair => after!.TryGetValue(pair.Key, out var value) && value == pair.Value));

    private async Task WorkAsync(CancellationToken stop, CancellationToken abort)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var key = await queue.TakeAsync(stop);
                services.Metrics.ActiveWorkers(Name, 1);
                try
                {
                    await PassAsync(key, abort);
                }
                finally
                {
                    services.Metrics.ActiveWorkers(Name, -1);
                    queue.Done(key);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested || abort.IsCancellationRequested)
        {
        }
    }

    private async Task PassAsync(ResourceKey key, CancellationToken abort)
    {
        using var activity = RuntimeTelemetry.Activities.StartActivity("reconcile");
        activity?.SetTag("controller", Name).SetTag("namespace", key.Namespace).SetTag("name", key.Name);
        using var scope = logger.BeginScope(new PassScope(Name, key));
        var started = services.Time.GetTimestamp();

        var outcome = await OutcomeAsync(key, abort);
        string result;
        switch (outcome.Error)
        {
            case ResourceConflictException or NotLeadingException:
                result = PassResult.Requeue;
                Log.Again(logger, Name, key, outcome.Error.Message);
                queue.AddAfterFailure(key);
                break;
            case ApiException { IsTransient: true } error:
                result = PassResult.Error;
                Log.Transient(logger, Name, key, error.Message);
                queue.AddAfterFailure(key, error.RetryAfter);
                break;
            case { } error:
                result = PassResult.Error;
                Log.Failed(logger, error, Name, key, queue.Failures(key) + 1);
                queue.AddAfterFailure(key);
                break;
            case null when outcome.RequeueAfter is { } pause:
                result = PassResult.RequeueAfter;
                queue.Settle(key, pause);
                break;
            default:
                result = PassResult.Success;
                queue.Settle(key, null);
                break;
        }
        activity?.SetTag("result", result).SetStatus(result == PassResult.Error ? ActivityStatusCode.Error : ActivityStatusCode.Ok, outcome.Error?.Message);
        services.Metrics.Pass(Name, result, services.Time.GetElapsedTime(started));
    }

    /// <summary>One pass, and whatever it threw as a value.</summary>
    /// <exception cref="OperationCanceledException">The process stops, or does not lead any more.</exception>
    private async Task<Outcome> OutcomeAsync(ResourceKey key, CancellationToken abort)
    {
        if (informer.Store.Get(key) is not { } resource)
            return default;
        using var limit = new CancellationTokenSource(services.Options.PassTimeout, services.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, abort);
        try
        {
            var reconciled = await ReconcileAsync(resource, both.Token);
            if (Status(key, resource, reconciled) is { } status)
                await WriteStatusAsync(resource, status, both.Token);
            foreach (var news in reconciled.Events)
                events.Publish(kind, resource, news);
            return new(reconciled.RequeueAfter, reconciled.Error);
        }
        catch (OperationCanceledException) when (!abort.IsCancellationRequested && limit.IsCancellationRequested)
        {
            return new(null, new TimeoutException($"The pass took longer than {services.Options.PassTimeout.TotalSeconds:0.#} s."));
        }
#pragma warning disable CA1031 // Nothing escapes a pass: it becomes the outcome.
        catch (Exception error) when (error is not OperationCanceledException || !abort.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new(null, error);
        }
    }

    /// <summary>The reconciler's word, or where it threw, the error in place of a status.</summary>
    private async Task<Reconciled<TStatus>> ReconcileAsync(T resource, CancellationToken cancellation)
    {
        try
        {
            return await reconciler.ReconcileAsync(resource, cancellation);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception error) when (error is not (ResourceConflictException or NotLeadingException or OperationCanceledException))
#pragma warning restore CA1031
        {
            return new(null) { Error = error };
        }
    }

    /// <summary>The status to write: the reconciler's, or the last one with Ready=False where it threw; null where there is nothing new to say.</summary>
    private JsonObject? Status(ResourceKey key, T resource, Reconciled<TStatus> reconciled)
    {
        var present = Json(resource.Status);
        var hiccup = reconciled.Error is ApiException { IsTransient: true } && queue.Failures(key) < FailuresUntilTransientCounts;
        var desired = Json(reconciled.Status) ?? (reconciled.Error is { } error && !hiccup ? StatusDraft.Failed(present, error) : null);
        return desired is null ? null : StatusDraft.Of(desired, present, resource.Metadata.Generation, services.Time.GetUtcNow());
    }

    private JsonObject? Json(TStatus? status) => status is null ? null : JsonSerializer.SerializeToNode(status, json)?.AsObject();

    private async Task WriteStatusAsync(T resource, JsonObject status, CancellationToken cancellation)
    {
        try
        {
            await writer.ApplyStatusAsync(kind, resource, status, cancellation);
        }
        catch (ApiException error) when (error.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            // It went while we looked at it; its deletion wakes nobody who could still care.
        }
    }

    private readonly record struct Outcome(TimeSpan? RequeueAfter, Exception? Error);
}
