using System.Globalization;
using System.Text.Json.Nodes;
using Environs.Gateway.Routing;
using Environs.Runtime;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace Environs.Gateway.Login;

/// <summary>Ended logins as all replicas know them: a ConfigMap with an entry for each, by when it may be forgotten.</summary>
internal sealed class SharedSignedOut(
    PassingSignedOut own, IStore<V1ConfigMap> maps, IResourceWriter writer, IOptions<GatewayOptions> options, TimeProvider time, ILogger<SharedSignedOut> logger) : ISignedOut
{
    private V1ConfigMap? Map => maps.Get(new(options.Value.Namespace, options.Value.SignedOutMap));

    public bool Contains(string session) => Map?.Data?.ContainsKey(session) == true || own.Contains(session);

    public async Task AddAsync(string session, CancellationToken cancellation)
    {
        await own.AddAsync(session, cancellation);
        try
        {
            if (Map is not { } map) throw new ApiException(System.Net.HttpStatusCode.NotFound, "NotFound", $"there is no ConfigMap {options.Value.SignedOutMap}");
            await writer.MergeAsync(Kinds.ConfigMap, map, Change(map, session, time.GetUtcNow(), options.Value.LoginLifetime), cancellation);
        }
        catch (Exception error) when (error is ApiException or ResourceConflictException)
        {
            Log.SignOutNotShared(logger, error.Message);
        }
    }

    /// <summary>One entry more, and none that no login can have any more. Pure.</summary>
    internal static JsonObject Change(V1ConfigMap map, string session, DateTimeOffset now, TimeSpan lifetime)
    {
        var data = new JsonObject { [session] = (now + lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) };
        foreach (var (old, until) in map.Data ?? new Dictionary<string, string>())
        {
            if (old != session && (!long.TryParse(until, CultureInfo.InvariantCulture, out var seconds) || seconds < now.ToUnixTimeSeconds())) data[old] = null;
        }
        return new JsonObject { ["data"] = data };
    }
}
