using System.Net;
using Environs.Crds;
using Environs.Operator.Cluster;
using Environs.Operator.Docker;
using Environs.Operator.Environments;
using Environs.Runtime;
using Grpc.Core;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Supervision.Callers;

/// <summary>Finds out who calls: by the API server's word on the token, and by what is known of the pod that it is bound to.</summary>
internal sealed class CallerIdentity(
    IStore<V1Pod> pods,
    IStore<V1alpha1Environment> environments,
    IResourceReader reader,
    IResourceWriter writer,
    IOptions<OperatorOptions> options) : IDisposable
{
    private const string Bearer = "Bearer ";
    private const int LongestToken = 8192;

    private readonly SemaphoreSlim turns = new(options.Value.Supervision.Reviews);

    /// <exception cref="RefusedException">The caller is not a container of an environment's pod, or cannot be identified now.</exception>
    public async Task<Caller> OfAsync(string? authorization, IPAddress? peer, CancellationToken cancellation)
    {
        if (authorization?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) != true
            || authorization[Bearer.Length..].Trim() is not { Length: > 0 and <= LongestToken } token)
            throw new RefusedException(StatusCode.Unauthenticated, RefusalReasons.NoToken, "the call has no bearer token");
        // Whoever floods us with tokens must not flood the API server.
        if (!await turns.WaitAsync(options.Value.Supervision.ReviewWait, cancellation))
            throw new RefusedException(StatusCode.Unavailable, RefusalReasons.Busy, "too many callers are being identified; come back later");
        try
        {
            return await OfTokenAsync(token, peer, cancellation);
        }
        catch (NotLeadingException)
        {
            throw new RefusedException(StatusCode.Unavailable, RefusalReasons.NotLeading, "this replica does not lead any more");
        }
        catch (ApiException error)
        {
            throw new RefusedException(StatusCode.Unavailable, RefusalReasons.ServerUnavailable, "the API server cannot be asked who calls", error.Message);
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose() => turns.Dispose();

    private async Task<Caller> OfTokenAsync(string token, IPAddress? peer, CancellationToken cancellation)
    {
        var review = new V1TokenReview
        {
            Metadata = new V1ObjectMeta(),
            Spec = new V1TokenReviewSpec { Token = token, Audiences = [TokenClaims.Audience] },
        };
        var (ns, name, uid) = TokenClaims.Read((await writer.CreateAsync(Kinds.TokenReview, review, cancellation)).Status);
        var key = new ResourceKey(ns, name);
        // A pod that was made just now may call before the store knows of it.
        var pod = pods.Get(key) is { } known && known.Metadata.Uid == uid ? known : await reader.ReadAsync(Kinds.Pod, key, cancellation);
        if (pod is null || pod.Metadata.Uid != uid)
            throw new RefusedException(StatusCode.PermissionDenied, RefusalReasons.PodGone, "the token's pod is gone") { Pod = key.ToString() };
        if (EnvironmentOf(pod) is not { } environment)
            throw new RefusedException(StatusCode.PermissionDenied, RefusalReasons.NotAnEnvironment, "the token's pod is no environment's") { Pod = key.ToString() };
        if (peer is not null && AddressOwner(pod, peer) is { } owner)
        {
            throw new RefusedException(
                StatusCode.PermissionDenied, RefusalReasons.WrongAddress, "the call comes from another pod's address", $"it came from {peer}, which is {owner}'s")
            {
                Pod = key.ToString(),
            };
        }
        var containers = pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []).Select(container => container.Name);
        return new Caller(environment, key, uid, containers.ToHashSet(StringComparer.Ordinal)) { IsBeside = DockerNames.IsOne(pod) };
    }

    private ResourceKey? EnvironmentOf(V1Pod pod) =>
        pod.Metadata.Labels is { } labels && labels.TryGetValue(EnvironmentNames.ManagedByLabel, out var manager) && manager == EnvironmentNames.ManagedBy
        && OwnerReferences.Controller(pod.Metadata) is { Kind: V1alpha1Environment.KubeKind } owner
        && owner.ApiVersion.StartsWith($"{V1alpha1Environment.Group}/", StringComparison.Ordinal)
        && new ResourceKey(pod.Metadata.NamespaceProperty, owner.Name) is var key
        && environments.Get(key)?.Metadata.Uid == owner.Uid ? key : null;

    // An address that is nobody's has been changed on the way (SNAT), and says nothing. One of a pod that has ended may have a new owner.
    private ResourceKey? AddressOwner(V1Pod pod, IPAddress peer)
    {
        var address = peer.ToString();
        var owners = pods.Indexed(PodIndexes.ByAddress, address);
        return owners.Count == 0 || owners.Any(owner => owner.Metadata.Uid == pod.Metadata.Uid) || PodIndexes.Addresses(pod).Contains(address)
            ? null
            : ResourceKey.Of(owners[0].Metadata);
    }
}
