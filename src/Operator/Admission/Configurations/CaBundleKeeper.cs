using System.Text;
using System.Text.Json.Nodes;
using Environs.Operator.Cluster;
using Environs.Operator.Supervision.Certificates;
using Environs.Runtime;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Admission.Configurations;

/// <summary>Keeps the authorities that the API server is to trust in both configurations; the leader writes them, and only when they are others.</summary>
internal sealed class CaBundleKeeper(
    IStore<V1MutatingWebhookConfiguration> mutating,
    IStore<V1ValidatingWebhookConfiguration> validating,
    IResourceWriter writer,
    ILeadership leadership,
    ServedCertificate served,
    IOptions<OperatorOptions> options,
    TimeProvider time,
    ILogger<CaBundleKeeper> logger)
{
    private readonly ResourceKey key = new("", options.Value.Admission.Configuration);
    private readonly HashSet<string> failing = [];
    private DateTimeOffset writeAgain;

    /// <summary>Whether the API server has been told of the authorities that sign what is served.</summary>
    public bool IsInStep =>
        served.Bundle is { } bundle && mutating.Get(key) is { } mutates && validating.Get(key) is { } validates
        && OutOfStep(mutates.Webhooks?.Select(Client), bundle).Count == 0 && OutOfStep(validates.Webhooks?.Select(Client), bundle).Count == 0;

    /// <summary>Looks once; only after the stores are filled.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        if (!leadership.IsLeading || served.Bundle is not { } bundle || time.GetUtcNow() < writeAgain) return;
        await KeepAsync(Kinds.MutatingWebhook, mutating.Get(key), one => one.Webhooks?.Select(Client), bundle, cancellation);
        await KeepAsync(Kinds.ValidatingWebhook, validating.Get(key), one => one.Webhooks?.Select(Client), bundle, cancellation);
    }

    private async Task KeepAsync<T>(
        ResourceKind<T> kind, T? present, Func<T, IEnumerable<(string Name, byte[]? Bundle)>?> webhooks, string bundle, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (present is null)
        {
            if (failing.Add(kind.Kind)) Log.NoConfiguration(logger, kind.Kind, key.Name);
            return;
        }
        var stale = OutOfStep(webhooks(present), bundle);
        if (stale.Count == 0) return;
        try
        {
            await writer.PatchAsync(kind, present, Patch(stale, bundle), cancellation);
            Log.BundleWritten(logger, kind.Kind, key.Name);
            failing.Remove(kind.Kind);
        }
        catch (Exception error) when (error is ResourceConflictException or NotLeadingException)
        {
            // The store will have what there is now at the next look.
        }
        catch (ApiException error)
        {
            if (failing.Add(kind.Kind)) Log.BundleNotWritten(logger, kind.Kind, key.Name, error.Message);
            writeAgain = time.GetUtcNow() + options.Value.Supervision.RetryDelay;
        }
    }

    private static IReadOnlyList<string> OutOfStep(IEnumerable<(string Name, byte[]? Bundle)>? webhooks, string bundle) =>
        [.. (webhooks ?? []).Where(webhook => webhook.Bundle is null || Encoding.UTF8.GetString(webhook.Bundle) != bundle).Select(webhook => webhook.Name)];

    private static JsonObject Patch(IEnumerable<string> names, string bundle) => new()
    {
        ["webhooks"] = new JsonArray([.. names.Select(name => new JsonObject
        {
            ["name"] = name,
            ["clientConfig"] = new JsonObject { ["caBundle"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(bundle)) },
        })]),
    };

    private static (string Name, byte[]? Bundle) Client(V1MutatingWebhook webhook) => (webhook.Name, webhook.ClientConfig?.CaBundle);

    private static (string Name, byte[]? Bundle) Client(V1ValidatingWebhook webhook) => (webhook.Name, webhook.ClientConfig?.CaBundle);
}
