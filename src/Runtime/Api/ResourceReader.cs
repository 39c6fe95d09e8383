using System.Net;
using Environs.Runtime.Informers;
using k8s;
using k8s.Models;

namespace Environs.Runtime.Api;

internal sealed class ResourceReader(ApiClient client) : IResourceReader
{
    public async Task<T?> ReadAsync<T>(ResourceKind<T> kind, ResourceKey key, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            var read = new Decoder<T>(kind, null).Object(await client.SendAsync(HttpMethod.Get, kind.ObjectPath(key), null, ApiClient.Json, cancellation));
            return read.Object ?? throw new ApiException(0, "", $"{kind} {key} does not fit its type: {read.Error?.Message}", null, read.Error);
        }
        catch (ApiException error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
