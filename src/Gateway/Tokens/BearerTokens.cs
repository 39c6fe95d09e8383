using Environs.Gateway.Access;
using Environs.Gateway.Login;
using Microsoft.Extensions.Options;

namespace Environs.Gateway.Tokens;

/// <summary>Tells which tokens are for us, and whose they are. What a signature has proven holds for some seconds: to prove it takes longer than all the rest of a request.</summary>
internal sealed class BearerTokens(OidcTokens oidc, KubernetesTokens kubernetes, AccessTokens access, ISignedOut signedOut, IOptions<GatewayOptions> options, TimeProvider time) : IDisposable
{
    private const string Bearer = "Bearer ";

    private readonly TokenMemory proven = new(time);

    /// <summary>The token of an Authorization header; null where it has none, or more than one.</summary>
    public static string? In(string? header) =>
        header?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true && header[Bearer.Length..].Trim() is { Length: > 0 } token ? token : null;

    /// <summary>The token in Authorization if it is for us, valid or not; whatever else is there is the app's.</summary>
    public string? Ours(IHeaderDictionary headers) =>
        headers.Authorization is [var value] && In(value) is { } token && (proven.TryFind(token, out _) || TokenKinds.Of(token, options.Value) != TokenKind.NotOurs) ? token : null;

    /// <summary>Whose it is; nobody's when it is not valid.</summary>
    public async Task<Caller> OfAsync(string token, CancellationToken cancellation)
    {
        if (!proven.TryFind(token, out var caller))
        {
            var kind = TokenKinds.Of(token, options.Value);
            caller = kind switch
            {
                TokenKind.Oidc => await oidc.OfAsync(token, cancellation),
                TokenKind.Kubernetes => await kubernetes.OfAsync(token, cancellation),
                TokenKind.Access => await access.OfAsync(token),
                _ => null,
            };
            // A refusal may be over at once, as an issuer's new key comes; and what the API server says is kept where it is asked.
            if (caller is not null && kind != TokenKind.Kubernetes) proven.Keep(token, caller);
        }
        return caller is { Session: null } || (caller is not null && !signedOut.Contains(caller.Session)) ? caller : Caller.Anonymous;
    }

    public void Dispose() => proven.Dispose();
}
