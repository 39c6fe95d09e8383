using k8s.Models;

namespace Environs.Operator.Supervision.Callers;

/// <summary>Reads what the API server says of a token. Pure.</summary>
internal static class TokenClaims
{
    /// <summary>The audience of the tokens that kubelet puts into an environment's pod.</summary>
    public const string Audience = "environs.dev/operator";

    private const string ServiceAccount = "system:serviceaccount:";
    private const string PodName = "authentication.kubernetes.io/pod-name";
    private const string PodUid = "authentication.kubernetes.io/pod-uid";

    /// <exception cref="RefusedException">It is not the token of a pod, for us.</exception>
    public static PodClaim Read(V1TokenReviewStatus? status)
    {
        if (status is not { Authenticated: true, User: { } user })
            throw new RefusedException(Grpc.Core.StatusCode.Unauthenticated, RefusalReasons.TokenRejected, "the API server does not take the token", status?.Error);
        // A server that does not know audiences names none.
        if (status.Audiences?.Contains(Audience) != true)
            throw new RefusedException(Grpc.Core.StatusCode.Unauthenticated, RefusalReasons.WrongAudience, $"the token is not for the audience {Audience}");
        if (user.Username?.StartsWith(ServiceAccount, StringComparison.Ordinal) == true
            && user.Username[ServiceAccount.Length..].Split(':') is [{ Length: > 0 } ns, _]
            && Extra(user, PodName) is { } pod && Extra(user, PodUid) is { } uid)
            return new PodClaim(ns, pod, uid);
        throw new RefusedException(Grpc.Core.StatusCode.PermissionDenied, RefusalReasons.NotAPod, "the token is not bound to a pod", user.Username);
    }

    private static string? Extra(V1UserInfo user, string name) =>
        user.Extra is { } extra && extra.TryGetValue(name, out var values) && values is [{ Length: > 0 } value] ? value : null;
}
