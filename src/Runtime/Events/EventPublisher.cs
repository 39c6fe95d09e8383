using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Environs.Runtime.Api;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Environs.Runtime.Events;

/// <summary>Writes events one after the other from a bounded channel; what does not fit is dropped and counted.</summary>
internal sealed class EventPublisher : IEventPublisher
{
    private const string MergePatch = "application/merge-patch+json";
    private const int LongestNote = 1024;

    private static readonly ResourceKind<Eventsv1Event> Kind =
        new("events.k8s.io", "v1", "Event", "events", true, SourceGenerationContext.Default.Eventsv1Event);

    private readonly RuntimeServices services;
    private readonly Channel<PendingEvent> channel;
    private readonly EventLedger ledger;
    private readonly ILogger logger;
    private long written;

    public EventPublisher(RuntimeServices services)
    {
        this.services = services;
        logger = services.Loggers.CreateLogger("Environs.Runtime.Events");
        ledger = new(services.Options.EventWindow, services.Options.EventsPerObject);
        channel = Channel.CreateBounded<PendingEvent>(
            new BoundedChannelOptions(services.Options.EventQueue) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true },
            _ => services.Metrics.EventDropped("queue_full"));
    }

    public void Publish<T>(ResourceKind<T> kind, T regarding, ResourceEvent news)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var reference = new V1ObjectReference
        {
            ApiVersion = kind.ApiVersion,
            Kind = kind.Kind,
            Name = regarding.Metadata.Name,
            NamespaceProperty = regarding.Metadata.NamespaceProperty,
            Uid = regarding.Metadata.Uid,
        };
        channel.Writer.TryWrite(new(reference, news, services.Time.GetUtcNow()));
    }

    /// <summary>Writes until <see cref="Complete"/> and the last event, or the cancellation.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await foreach (var pending in channel.Reader.ReadAllAsync(cancellation))
        {
            if (ledger.Note(pending) is not { } entry)
            {
                services.Metrics.EventDropped("object_limit");
                continue;
            }
            try
            {
                await WriteAsync(pending, entry, cancellation);
            }
            catch (Exception error) when (error is ApiException or NotLeadingException)
            {
                // An event is a courtesy: it is not worth a second try that holds up the others.
                services.Metrics.EventDropped("refused");
                Log.NotWritten(logger, pending.News.Reason, pending.Regarding.Kind, pending.Regarding.NamespaceProperty, pending.Regarding.Name, error.Message);
            }
        }
    }

    public void Complete() => channel.Writer.TryComplete();

    private async Task WriteAsync(PendingEvent pending, EventLedger.Entry entry, CancellationToken cancellation)
    {
        // An event about a cluster-scoped object lives in "default".
        var ns = pending.Regarding.NamespaceProperty is { Length: > 0 } own ? own : "default";
        if (entry.Name is { } name)
        {
            if (pending.At - entry.Written < services.Options.EventSeriesInterval)
                return;
            try
            {
                await SendAsync(HttpMethod.Patch, Kind.ObjectPath(new(ns, name)), Series(entry), MergePatch, cancellation);
                entry.Written = pending.At;
                return;
            }
            catch (ApiException error) when (error.StatusCode == HttpStatusCode.NotFound)
            {
                // Events live for an hour; this one is told anew.
            }
        }
        var fresh = New(pending, ns);
        await SendAsync(HttpMethod.Post, Kind.CollectionPath(ns), JsonSerializer.SerializeToUtf8Bytes(fresh, Kind.JsonTypeInfo), ApiClient.Json, cancellation);
        (entry.Name, entry.Written) = (fresh.Metadata.Name, pending.At);
    }

    private async Task SendAsync(HttpMethod method, string path, byte[] body, string contentType, CancellationToken cancellation)
    {
        services.Gate.Demand();
        using var leading = CancellationTokenSource.CreateLinkedTokenSource(services.Gate.Lost, cancellation);
        await services.Client.SendAsync(method, path, body, contentType, leading.Token);
    }

    private Eventsv1Event New(PendingEvent pending, string ns) => new()
    {
        ApiVersion = Kind.ApiVersion,
        Kind = Kind.Kind,
        Metadata = new() { Name = Name(pending), NamespaceProperty = ns },
        EventTime = pending.At.UtcDateTime,
        Type = pending.News.Type,
        Reason = pending.News.Reason,
        Action = pending.News.Action,
        Note = Cut(pending.News.Message, LongestNote),
        Regarding = pending.Regarding,
        ReportingController = services.Options.FieldManager,
        ReportingInstance = Cut(services.Options.Identity, 128),
    };

    private string Name(PendingEvent pending)
    {
        var suffix = (pending.At.UtcTicks + ++written).ToString("x", CultureInfo.InvariantCulture);
        return $"{Cut(pending.Regarding.Name, 200).TrimEnd('.', '-')}.{suffix}";
    }

    private static byte[] Series(EventLedger.Entry entry)
    {
        var time = entry.LastSeen.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        return System.Text.Encoding.UTF8.GetBytes($$"""{ "series": { "count": {{entry.Count}}, "lastObservedTime": "{{time}}" } }""");
    }

    private static string Cut(string text, int longest) => text.Length <= longest ? text : text[..longest];
}
