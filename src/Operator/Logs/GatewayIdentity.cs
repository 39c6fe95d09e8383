using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Environs.Operator.Cluster;
using Environs.Operator.Requests;
using Environs.Operator.Supervision.Callers;
using Environs.Runtime;
using Grpc.Core;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Logs;

/// <summary>Whether a caller is the gateway, by the API server's word on its token, which holds for some seconds.</summary>
internal sealed class GatewayIdentity(IResourceReader reader, RuntimeOptions runtime, IOptions<OperatorOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>The audience of the tokens that kubelet puts into the gateway's pods for this alone.</summary>
    public const string Audience = "environs.dev/operator-logs";

    private const string Bearer = "Bearer ";
    private const int LongestToken = 8192;

    // All that a replica of the gateway asks for comes by one token, and after a takeover all of it comes at once.
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, DateTimeOffset> known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turns = new(4);

    // Whoever floods us with tokens must not flood the API server.
    private readonly TokenBuckets addresses = new(20, 1, time);

    /// <exception cref="RefusedException">It is not, or that cannot be found out now.</exception>
    public async Task EnsureAsync(string? authorization, IPAddress? peer, CancellationToken cancellation)
    {
        if (authorization?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) != true || authorization[Bearer.Length..].Trim() is not { Length: > 0 and <= LongestToken } token)
            throw new RefusedException(StatusCode.Unauthenticated, RefusalReasons.NoToken, "the call has no bearer token");
        // Not the token itself: what is kept in memory should be of no use.
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (IsKnown(key)) return;
        await turns.WaitAsync(cancellation);
        try
        {
            // Who had a turn before may have asked the same.
            if (IsKnown(key)) return;
            if (!addresses.TryTake($"{peer}", 1)) throw new RefusedException(StatusCode.ResourceExhausted, RefusalReasons.Busy, "this caller asks to be identified too often; come back in some seconds");
            Ensure(await AskAsync(token, cancellation));
            foreach (var (old, until) in known)
            {
                if (until <= time.GetUtcNow()) known.TryRemove(old, out _);
            }
            known[key] = time.GetUtcNow() + Held;
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose() => turns.Dispose();

    private bool IsKnown(string key) => known.TryGetValue(key, out var until) && time.GetUtcNow() < until;

    private void Ensure(V1TokenReviewStatus? status)
    {
        if (status is not { Authenticated: true }) throw new RefusedException(StatusCode.Unauthenticated, RefusalReasons.TokenRejected, "the API server does not take the token", status?.Error);
        // A server that does not know audiences names none.
        if (status.Audiences?.Contains(Audience) != true) throw new RefusedException(StatusCode.Unauthenticated, RefusalReasons.WrongAudience, $"the token is not for the audience {Audience}");
        if (options.Value.GatewayAccount is not { Length: > 0 } account || status.User?.Username != $"system:serviceaccount:{runtime.Namespace}:{account}")
            throw new RefusedException(StatusCode.PermissionDenied, RefusalReasons.NotTheGateway, "only the gateway may ask", status.User?.Username);
    }

    private async Task<V1TokenReviewStatus?> AskAsync(string token, CancellationToken cancellation)
    {
        try
        {
            return (await reader.AskAsync(Kinds.TokenReview, new V1TokenReview { Metadata = new(), Spec = new() { Token = token, Audiences = [Audience] } }, cancellation)).Status;
        }
        catch (ApiException error)
        {
            throw new RefusedException(StatusCode.Unavailable, RefusalReasons.ServerUnavailable, "the API server cannot be asked who calls", error.Message);
        }
    }
}
