using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.Gateway.Routing;
using Environs.Runtime;
using Microsoft.Extensions.Caching.Memory;

namespace Environs.Gateway.Waking;

/// <summary>Asks for an environment to be started, by the annotation that leaves its spec alone.</summary>
internal sealed class Waker(IResourceWriter writer, TimeProvider time, ILogger<Waker> logger) : IDisposable
{
    /// <summary>Whose the annotation is then, so that no other manager's apply takes it out.</summary>
    public const string FieldManager = "environs-gateway";

    private const string Annotation = "environs.dev/requested-phase";

    // One page asks often; its environment needs to be asked once.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private readonly MemoryCache asked = new(new MemoryCacheOptions());

    /// <summary>Asks, unless this replica did so a moment ago.</summary>
    public async Task WakeAsync(RoutedEnvironment environment, CancellationToken cancellation)
    {
        var uid = environment.Metadata.Uid;
        lock (asked)
        {
            if (asked.TryGetValue(uid, out _)) return;
            asked.Set(uid, true, Pause);
        }
        try
        {
            await writer.MergeAsync(Kinds.Environment, environment, Request(time.GetUtcNow()), cancellation, FieldManager);
            Log.Woken(logger, ResourceKey.Of(environment.Metadata));
        }
        catch (Exception error) when (error is ApiException or ResourceConflictException)
        {
            asked.Remove(uid);
            Log.NotWoken(logger, ResourceKey.Of(environment.Metadata), error.Message);
        }
    }

    public void Dispose() => asked.Dispose();

    private static JsonObject Request(DateTimeOffset now) => new()
    {
        ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Annotation] = $"{DesiredPhases.Running}@{now.UtcDateTime:O}" } },
    };
}
