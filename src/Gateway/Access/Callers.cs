using Environs.Gateway.Login;
using Environs.Gateway.Routing;
using Environs.Gateway.Tokens;
using Microsoft.Extensions.Options;

namespace Environs.Gateway.Access;

/// <summary>Finds out who sends a request to an environment's host: by a header, else by a cookie. The first that is there counts.</summary>
internal sealed class Callers(OidcTokens oidc, KubernetesTokens kubernetes, AccessTokens ports, Sessions sessions, IOptions<GatewayOptions> options)
{
    /// <summary>For programs whose own Authorization is the app's.</summary>
    public const string OwnHeader = "X-Environs-Authorization";

    private const string Bearer = "Bearer ";

    public async Task<Caller> OfAsync(HttpRequest request, GatewayHost host)
    {
        var cancellation = request.HttpContext.RequestAborted;
        if (request.Headers.TryGetValue(OwnHeader, out var own))
            return own is [{ } value] && TokenIn(value) is { } token ? await OfTokenAsync(token, cancellation) : Caller.Anonymous;
        if (OurAuthorization(request.Headers, options.Value) is { } bearer) return await OfTokenAsync(bearer, cancellation);
        if (!RequestOrigin.MayUseCookie(request.Method, request.Headers, options.Value.Address(host.Label))) return Caller.Anonymous;
        if (GatewayCookies.Value(request.Headers.Cookie, GatewayCookies.Token) is { } kept && TokenKinds.Of(kept, options.Value) == TokenKind.Access)
            return await OfTokenAsync(kept, cancellation);
        return GatewayCookies.Value(request.Headers.Cookie, GatewayCookies.Session) is { } cookie ? sessions.Open(cookie, host) ?? Caller.Anonymous : Caller.Anonymous;
    }

    /// <summary>The token in Authorization if it is for us; whatever else is there is the app's.</summary>
    public static string? OurAuthorization(IHeaderDictionary headers, GatewayOptions options) =>
        headers.Authorization is [{ } value] && TokenIn(value) is { } token && TokenKinds.Of(token, options) != TokenKind.NotOurs ? token : null;

    private async Task<Caller> OfTokenAsync(string token, CancellationToken cancellation) => TokenKinds.Of(token, options.Value) switch
    {
        TokenKind.Oidc => await oidc.OfAsync(token, cancellation),
        TokenKind.Kubernetes => await kubernetes.OfAsync(token, cancellation),
        TokenKind.Access => await ports.OfAsync(token),
        _ => null,
    } ?? Caller.Anonymous;

    private static string? TokenIn(string header) =>
        header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && header[Bearer.Length..].Trim() is { Length: > 0 } token ? token : null;
}
