using System.Net;
using System.Text.Json;
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

    public async Task<T> AskAsync<T>(ResourceKind<T> kind, T question, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        question.ApiVersion = kind.ApiVersion;
        question.Kind = kind.Kind;
        var body = JsonSerializer.SerializeToUtf8Bytes(question, kind.JsonTypeInfo);
        var answer = new Decoder<T>(kind, null).Object(await client.SendAsync(HttpMethod.Post, kind.ListPath, body, ApiClient.Json, cancellation));
        return answer.Object ?? throw new ApiException(0, "", $"The answer to a {kind.Kind} does not fit its type: {answer.Error?.Message}", null, answer.Error);
    }
}
