using System.Net;
using System.Text.Json;
using Environs.Runtime.Api;
using k8s;
using k8s.Models;

namespace Environs.Runtime.Leadership;

/// <summary>The lease in the API server.</summary>
internal sealed class Leases(ApiClient client, RuntimeOptions options) : ILeases
{
    private static readonly ResourceKind<V1Lease> Kind =
        new("coordination.k8s.io", "v1", "Lease", "leases", true, SourceGenerationContext.Default.V1Lease);

    private readonly string collection = Kind.CollectionPath(options.Namespace);
    private readonly string path = Kind.ObjectPath(new(options.Namespace, options.LeaseName));

    public async Task<V1Lease?> GetAsync(CancellationToken cancellation)
    {
        try
        {
            return Read(await client.SendAsync(HttpMethod.Get, path, null, ApiClient.Json, cancellation));
        }
        catch (ApiException error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public async Task<V1Lease> CreateAsync(V1Lease lease, CancellationToken cancellation) =>
        Read(await client.SendAsync(HttpMethod.Post, collection, Bytes(lease), ApiClient.Json, cancellation));

    public async Task<V1Lease> UpdateAsync(V1Lease lease, CancellationToken cancellation) =>
        Read(await client.SendAsync(HttpMethod.Put, path, Bytes(lease), ApiClient.Json, cancellation));

    private static V1Lease Read(byte[] json)
    {
        var lease = JsonSerializer.Deserialize(json, Kind.JsonTypeInfo) ?? throw new JsonException("The lease is null.");
        // The server keeps them; the client's JSON context reads them and cannot write them.
        lease.Metadata.ManagedFields = null;
        return lease;
    }

    private static byte[] Bytes(V1Lease lease) => JsonSerializer.SerializeToUtf8Bytes(lease, Kind.JsonTypeInfo);
}
