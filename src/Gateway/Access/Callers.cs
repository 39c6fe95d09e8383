using Environs.Gateway.Login;
using Environs.Gateway.Routing;
using Environs.Gateway.Tokens;
using Microsoft.Extensions.Options;

namespace Environs.Gateway.Access;

/// <summary>Finds out who sends a request to an environment's host: by a header, else by a cookie. The first that is there counts.</summary>
internal sealed class Callers(BearerTokens tokens, Sessions sessions, IOptions<GatewayOptions> options)
{
    /// <summary>For programs whose own Authorization is the app's.</summary>
    public const string OwnHeader = "X-Environs-Authorization";

    public async Task<Caller> OfAsync(HttpRequest request, GatewayHost host)
    {
        var cancellation = request.HttpContext.RequestAborted;
        if (request.Headers.TryGetValue(OwnHeader, out var own))
            return own is [var value] && BearerTokens.In(value) is { } token ? await tokens.OfAsync(token, cancellation) : Caller.Anonymous;
        if (tokens.Ours(request.Headers) is { } bearer) return await tokens.OfAsync(bearer, cancellation);
        if (!RequestOrigin.MayUseCookie(request.Method, request.Headers, options.Value.Address(host.Label))) return Caller.Anonymous;
        if (GatewayCookies.Value(request.Headers.Cookie, GatewayCookies.Token) is { } kept && TokenKinds.Of(kept, options.Value) == TokenKind.Access)
            return await tokens.OfAsync(kept, cancellation);
        return GatewayCookies.Value(request.Headers.Cookie, GatewayCookies.Session) is { } cookie ? sessions.Open(cookie, host) ?? Caller.Anonymous : Caller.Anonymous;
    }
}
