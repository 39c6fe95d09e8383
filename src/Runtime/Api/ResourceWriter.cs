using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Environs.Runtime.Informers;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Environs.Runtime.Api;

internal sealed class ResourceWriter(RuntimeServices services, IServiceProvider provider) : IResourceWriter
{
    public async Task<T> CreateAsync<T>(ResourceKind<T> kind, T desired, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var path = $"{kind.CollectionPath(ResourceKey.Of(desired.Metadata).Namespace)}?fieldManager={Manager}";
        var answer = await SendAsync(HttpMethod.Post, path, Body(kind, desired), ApiClient.Json, cancellation);
        return await SeenAsync(kind, answer, cancellation);
    }

    public async Task<T> ApplyAsync<T>(ResourceKind<T> kind, T desired, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var path = $"{kind.ObjectPath(ResourceKey.Of(desired.Metadata))}?fieldManager={Manager}&force=true";
        var answer = await SendAsync(HttpMethod.Patch, path, Body(kind, desired), ApiClient.ServerSideApply, cancellation);
        return await SeenAsync(kind, answer, cancellation);
    }

    public async Task DeleteAsync<T>(ResourceKind<T> kind, T existing, TimeSpan? gracePeriod, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var key = ResourceKey.Of(existing.Metadata);
        var uid = existing.Metadata.Uid;
        var options = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "DeleteOptions",
            ["propagationPolicy"] = "Background",
            ["preconditions"] = new JsonObject { ["uid"] = uid },
        };
        if (gracePeriod is { } grace)
            options["gracePeriodSeconds"] = (long)grace.TotalSeconds;
        try
        {
            await SendAsync(HttpMethod.Delete, kind.ObjectPath(key), Bytes(options), ApiClient.Json, cancellation);
        }
        catch (ApiException error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
        }
        await SeenAsync(kind, existing.Metadata, seen => seen is null || seen.Metadata.Uid != uid || seen.Metadata.DeletionTimestamp is not null, cancellation);
    }

    // A merge patch, since a server-side apply of metadata alone would create what has just gone. It replaces the list, so it names the version that it saw.
    public async Task AddOwnerAsync<T>(ResourceKind<T> kind, T existing, V1OwnerReference owner, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var metadata = new JsonObject
        {
            ["resourceVersion"] = existing.Metadata.ResourceVersion,
            ["ownerReferences"] = new JsonArray([.. (existing.Metadata.OwnerReferences ?? []).Append(owner).Select(Reference)]),
        };
        await MergeAsync(kind, existing, new JsonObject { ["metadata"] = metadata }, cancellation);
    }

    public async Task<T> MergeAsync<T>(ResourceKind<T> kind, T existing, JsonObject change, CancellationToken cancellation, string? manager = null)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (change["metadata"] is not JsonObject metadata) change["metadata"] = metadata = [];
        metadata["uid"] = existing.Metadata.Uid;
        var path = $"{kind.ObjectPath(ResourceKey.Of(existing.Metadata))}?fieldManager={(manager is null ? Manager : Uri.EscapeDataString(manager))}";
        return await SeenAsync(kind, await SendAsync(HttpMethod.Patch, path, Bytes(change), ApiClient.MergePatch, cancellation), cancellation);
    }

    public async Task<T> PatchAsync<T>(ResourceKind<T> kind, T existing, JsonObject patch, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var body = patch.DeepClone().AsObject();
        if (body["metadata"] is not JsonObject metadata)
            body["metadata"] = metadata = [];
        metadata["uid"] = existing.Metadata.Uid;
        var path = $"{kind.ObjectPath(ResourceKey.Of(existing.Metadata))}?fieldManager={Manager}";
        return await SeenAsync(kind, await SendAsync(HttpMethod.Patch, path, Bytes(body), ApiClient.StrategicMergePatch, cancellation), cancellation);
    }

    /// <summary>Applies the whole status of exactly this object (its UID is sent along).</summary>
    public async Task<T> ApplyStatusAsync<T>(ResourceKind<T> kind, T resource, JsonObject status, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var metadata = new JsonObject { ["name"] = resource.Metadata.Name, ["uid"] = resource.Metadata.Uid };
        if (kind.Namespaced)
            metadata["namespace"] = resource.Metadata.NamespaceProperty;
        var body = new JsonObject
        {
            ["apiVersion"] = kind.ApiVersion,
            ["kind"] = kind.Kind,
            ["metadata"] = metadata,
            ["status"] = status,
        };
        var path = $"{kind.ObjectPath(ResourceKey.Of(resource.Metadata))}/status?fieldManager={Manager}&force=true";
        return await SeenAsync(kind, await SendAsync(HttpMethod.Patch, path, Bytes(body), ApiClient.ServerSideApply, cancellation), cancellation);
    }

    private string Manager => Uri.EscapeDataString(services.Options.FieldManager);

    private async Task<byte[]> SendAsync(HttpMethod method, string path, byte[] body, string contentType, CancellationToken cancellation)
    {
        services.Gate.Demand();
        using var leading = CancellationTokenSource.CreateLinkedTokenSource(services.Gate.Lost, cancellation);
        return await services.Client.SendAsync(method, path, body, contentType, leading.Token);
    }

    private async Task<T> SeenAsync<T>(ResourceKind<T> kind, byte[] answer, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var written = new Decoder<T>(kind, null).Object(answer);
        if (written.Object is not { } thing)
            throw new ApiException(0, "", $"{kind} {written.Key} was written, but the answer does not fit its type: {written.Error?.Message}", null, written.Error);
        await SeenAsync(kind, thing.Metadata, seen => seen is not null && NotOlder(seen.Metadata, thing.Metadata), cancellation);
        return thing;
    }

    /// <summary>Waits until the informer has caught up with a write, if there is one and not for ever: a late store is harmless, only dearer.</summary>
    private async Task SeenAsync<T>(ResourceKind<T> kind, V1ObjectMeta metadata, Func<T?, bool> seen, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (provider.GetService<Informer<T>>() is not { Synced.IsCompletedSuccessfully: true } informer || !informer.Sees(metadata))
            return;
        using var limit = new CancellationTokenSource(services.Options.WriteVisibility, services.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await informer.Store.WaitAsync(ResourceKey.Of(metadata), seen, both.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Log.NotSeen(services.Loggers.CreateLogger("Environs.Runtime.Api"), kind.ToString(), ResourceKey.Of(metadata));
        }
    }

    /// <summary>Another UID is a successor. Versions are compared as numbers, as Kubernetes itself has come to allow; others are equal or not.</summary>
    private static bool NotOlder(V1ObjectMeta seen, V1ObjectMeta written) =>
        seen.Uid != written.Uid
        || seen.ResourceVersion == written.ResourceVersion
        || (Number(seen.ResourceVersion) is { } one && Number(written.ResourceVersion) is { } other && one > other);

    private static ulong? Number(string? version) =>
        ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static byte[] Body<T>(ResourceKind<T> kind, T desired)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var body = JsonSerializer.SerializeToNode(desired, kind.JsonTypeInfo)!.AsObject();
        body["apiVersion"] = kind.ApiVersion;
        body["kind"] = kind.Kind;
        return Bytes(body);
    }

    private static JsonObject Reference(V1OwnerReference owner) => new()
    {
        ["apiVersion"] = owner.ApiVersion,
        ["kind"] = owner.Kind,
        ["name"] = owner.Name,
        ["uid"] = owner.Uid,
        ["controller"] = owner.Controller,
        ["blockOwnerDeletion"] = owner.BlockOwnerDeletion,
    };

    private static byte[] Bytes(JsonObject body)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
            body.WriteTo(writer);
        return bytes.ToArray();
    }
}
