using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.Operator.Cluster;
using Environs.Operator.Environments;
using Environs.Operator.GitServers;
using Environs.Operator.Supervision.Certificates;
using Environs.Runtime;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Supervision;

/// <summary>
/// Keeps the ConfigMap by which the pods of a namespace find the operator, and git what it asks about some servers: one for each namespace
/// that has an environment, so it is no environment's write, and only written when it is missing or out of step. It stays when the last
/// environment goes.
/// </summary>
internal sealed class ConnectionMaps(
    IStore<V1ConfigMap> maps,
    IStore<V1alpha1Environment> environments,
    OperatorAddress address,
    ServedCertificate certificate,
    IResourceWriter writer,
    IOptions<OperatorOptions> options,
    TimeProvider time,
    ILogger<ConnectionMaps> logger)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (string Message, DateTimeOffset Again)> troubles = [];
    private bool warnedOfAddress;

    /// <summary>Sees to every namespace.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        var namespaces = environments.All()
            .Where(environment => environment.Metadata.DeletionTimestamp is null).Select(environment => environment.Metadata.NamespaceProperty).ToHashSet(StringComparer.Ordinal);
        lock (gate)
        {
            foreach (var ns in troubles.Keys.Except(namespaces).ToList()) troubles.Remove(ns);
        }
        foreach (var ns in namespaces)
            await EnsureAsync(ns, cancellation);
    }

    /// <summary>
    /// Sees to one namespace. Never fails: the volume that shows the ConfigMap is optional, and kubelet brings it into pods that run. What
    /// cannot be done now is logged once, and done by a later look.
    /// </summary>
    public async Task EnsureAsync(string ns, CancellationToken cancellation)
    {
        if (certificate.Bundle is not { } bundle || Address() is not { } at)
            return;
        var key = new ResourceKey(ns, options.Value.Supervision.ConfigMap);
        var present = maps.Get(key);
        if (present is not null && !IsOurs(present))
        {
            if (IsNews(ns, "not ours", TimeSpan.Zero))
                Log.MapNotOurs(logger, key);
            return;
        }
        var files = new Dictionary<string, string>(GitServerFiles.Of(options.Value.GitServers)) { [OperatorFiles.Address] = at, [OperatorFiles.Authorities] = bundle };
        if (IsInStep(present, files) || IsTooEarly(ns))
            return;
        try
        {
            if (present is null)
                await writer.CreateAsync(Kinds.ConfigMap, Build(key, files), cancellation);
            else
                await writer.MergeAsync(Kinds.ConfigMap, present, Change(present, files), cancellation);
            lock (gate)
                troubles.Remove(ns);
        }
        catch (Exception error) when (error is ResourceConflictException or NotLeadingException)
        {
            // Somebody was faster; the next look sees what they did.
        }
        catch (ApiException error)
        {
            if (IsNews(ns, error.Message, options.Value.Supervision.RetryDelay))
                Log.MapNotWritten(logger, key, error.Message);
        }
    }

    private static bool IsOurs(V1ConfigMap map) =>
        map.Metadata.Labels is { } labels && labels.TryGetValue(EnvironmentNames.ManagedByLabel, out var manager) && manager == EnvironmentNames.ManagedBy;

    private static bool IsInStep(V1ConfigMap? present, Dictionary<string, string> files) =>
        present?.Data is { } data && data.Count == files.Count && files.All(file => data.TryGetValue(file.Key, out var content) && content == file.Value);

    private static V1ConfigMap Build(ResourceKey key, Dictionary<string, string> files) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = key.Name,
            NamespaceProperty = key.Namespace,
            Labels = new Dictionary<string, string> { [EnvironmentNames.ManagedByLabel] = EnvironmentNames.ManagedBy },
        },
        Data = files,
    };

    // What there was and is no more is named, too: applied, it would stay whoever created it.
    private static JsonObject Change(V1ConfigMap present, Dictionary<string, string> files) => new()
    {
        ["data"] = new JsonObject((present.Data ?? new Dictionary<string, string>()).Keys.Union(files.Keys).Select(name => KeyValuePair.Create(name, (JsonNode?)files.GetValueOrDefault(name)))),
    };

    private string? Address()
    {
        var at = address.Current;
        if (at is null && !warnedOfAddress)
            Log.NoAddress(logger, address.Service);
        warnedOfAddress = at is null;
        return at;
    }

    private bool IsTooEarly(string ns)
    {
        lock (gate)
            return troubles.TryGetValue(ns, out var trouble) && time.GetUtcNow() < trouble.Again;
    }

    private bool IsNews(string ns, string message, TimeSpan pause)
    {
        lock (gate)
        {
            var isNews = !troubles.TryGetValue(ns, out var trouble) || trouble.Message != message;
            troubles[ns] = (message, time.GetUtcNow() + pause);
            return isNews;
        }
    }
}
