using System.Net;
using System.Text.Json.Nodes;
using Environs.Runtime;
using k8s;
using k8s.Models;

namespace Environs.Gateway.Tests.Support;

/// <summary>An API server that does not answer; tests that need one that does have a real one.</summary>
internal sealed class ServerAway : IResourceWriter
{
    public Task<T> CreateAsync<T>(ResourceKind<T> kind, T desired, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw Away();

    public Task<T> ApplyAsync<T>(ResourceKind<T> kind, T desired, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw Away();

    public Task DeleteAsync<T>(ResourceKind<T> kind, T existing, TimeSpan? gracePeriod, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw Away();

    public Task<T> MergeAsync<T>(ResourceKind<T> kind, T existing, JsonObject change, CancellationToken cancellation, string? manager = null)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw Away();

    public Task AddOwnerAsync<T>(ResourceKind<T> kind, T existing, V1OwnerReference owner, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw Away();

    public Task<T> PatchAsync<T>(ResourceKind<T> kind, T existing, JsonObject patch, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta> => throw Away();

    private static ApiException Away() => new(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable", "away");
}
