using System.Net;
using Environs.Crds;
using Environs.Operator.Cluster;
using Environs.Operator.Docker;
using Environs.Operator.Environments;
using Environs.Operator.Requests;
using Environs.Runtime;
using Grpc.Core;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Supervision.Callers;

/// <summary>Finds out who calls: by the API server's word on the token, and by what is known of the pod that it is bound to.</summary>
internal sealed class CallerIdentity(
    IStore<V1Pod> pods,
    IStore<V1alpha1Environment> environments,
    IResourceWriter writer,
    SupervisionMetrics metrics,
    IOptions<OperatorOptions> options,
    TimeProvider time) : IDisposable
{
    private const string Bearer = "Bearer ";
    private const int LongestToken = 8192;

    // What was written a moment ago may reach the store a moment later.
    private static readonly TimeSpan StoreWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StoreLook = TimeSpan.FromMilliseconds(50);

    private readonly SupervisionOptions settings = options.Value.Supervision;
    private readonly SemaphoreSlim turns = new(options.Value.Supervision.Reviews);

    // By what a token claims and by where it comes from: who claims to be another pod does not use up what that one has.
    private readonly TokenBuckets claims = new(80, 4, time);

    /// <exception cref="RefusedException">The caller is not a container of an environment's pod, or cannot be identified now.</exception>
    public async Task<Caller> OfAsync(string? authorization, IPAddress? peer, CancellationToken cancellation)
    {
        if (authorization?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) != true
            || authorization[Bearer.Length..].Trim() is not { Length: > 0 and <= LongestToken } token)
            throw new RefusedException(StatusCode.Unauthenticated, RefusalReasons.NoToken, "the call has no bearer token");
        // Whoever floods us with tokens must not flood the API server: it is not asked of one that cannot be right, nor of many at once.
        var claim = PodClaim.Read(token, time.GetUtcNow(), settings.ClockSkew);
        var caller = await OfClaimAsync(claim, peer, cancellation);
        if (!claims.TryTake($"{claim.Uid} {peer}", 1))
            throw new RefusedException(StatusCode.ResourceExhausted, RefusalReasons.Busy, "this caller asks to be identified too often; come back in some seconds");
        if (!await turns.WaitAsync(settings.ReviewWait, cancellation))
            throw new RefusedException(StatusCode.ResourceExhausted, RefusalReasons.Busy, "too many callers are being identified; come back later");
        try
        {
            return await ReviewAsync(token, cancellation) == claim
                ? caller
                : throw new RefusedException(StatusCode.Unauthenticated, RefusalReasons.TokenRejected, "the API server takes the token for another pod's");
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

    private async Task<PodClaim> ReviewAsync(string token, CancellationToken cancellation)
    {
        var review = new V1TokenReview
        {
            Metadata = new V1ObjectMeta(),
            Spec = new V1TokenReviewSpec { Token = token, Audiences = [TokenClaims.Audience] },
        };
        metrics.Reviewed();
        return TokenClaims.Read((await writer.CreateAsync(Kinds.TokenReview, review, cancellation)).Status);
    }

    // Nothing of it is proven yet, so no refusal says that it is the pod's.
    private async Task<Caller> OfClaimAsync(PodClaim claim, IPAddress? peer, CancellationToken cancellation)
    {
        var key = new ResourceKey(claim.Namespace, claim.Pod);
        if (await PodAsync(key, claim.Uid, cancellation) is not { } pod)
            throw new RefusedException(StatusCode.PermissionDenied, RefusalReasons.PodGone, "the token's pod is no environment's, or is gone", key.ToString());
        if (EnvironmentOf(pod) is not { } environment)
            throw new RefusedException(StatusCode.PermissionDenied, RefusalReasons.NotAnEnvironment, "the token's pod is no environment's", key.ToString());
        if (peer is not null && AddressOwner(pod, peer) is { } owner)
        {
            throw new RefusedException(
                StatusCode.PermissionDenied, RefusalReasons.WrongAddress, "the call comes from another pod's address", $"the token of {key} came from {peer}, which is {owner}'s");
        }
        var containers = pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []).Select(container => container.Name);
        return new Caller(environment, key, claim.Uid, containers.ToHashSet(StringComparer.Ordinal)) { IsBeside = DockerNames.IsOne(pod) };
    }

    private async Task<V1Pod?> PodAsync(ResourceKey key, string uid, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            if (pods.Get(key) is { } known && known.Metadata.Uid == uid) return known;
            if (time.GetElapsedTime(started) >= StoreWait) return null;
            await Task.Delay(StoreLook, time, cancellation);
        }
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
