using Environs.Gateway.Access;
using Environs.Gateway.Tokens;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace Environs.Gateway.Forwarding;

/// <summary>What an app sees of a request, and a client of its answer: all but what is between them and the gateway.</summary>
internal sealed class AppTransformer(BearerTokens tokens, IOptions<GatewayOptions> options) : HttpTransformer
{
    public override async ValueTask TransformRequestAsync(HttpContext context, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        var headers = context.Request.Headers;
        await base.TransformRequestAsync(context, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.RequestUri = Target(context, destinationPrefix);
        // Apps compare it with the page's Origin, and build addresses from it.
        proxyRequest.Headers.Host = context.Request.Host.Value;
        foreach (var name in ForwardedHeaders.NotForApps(headers)) Remove(proxyRequest, name);
        if (tokens.Ours(headers) is not null) Remove(proxyRequest, HeaderNames.Authorization);
        if (headers.Cookie.Count > 0)
        {
            Remove(proxyRequest, HeaderNames.Cookie);
            if (GatewayCookies.WithoutOurs(headers.Cookie) is { } left) proxyRequest.Headers.TryAddWithoutValidation(HeaderNames.Cookie, left);
        }
        foreach (var (name, value) in ForwardedHeaders.Of(context.Connection.RemoteIpAddress, context.Request.Host.Value ?? "", options.Value.PublicPort))
            proxyRequest.Headers.TryAddWithoutValidation(name, value);
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext context, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var goesOn = await base.TransformResponseAsync(context, proxyResponse, cancellationToken);
        var headers = context.Response.Headers;
        if (headers.SetCookie.Any(cookie => GatewayCookies.SetsOurs(cookie ?? "")))
            headers.SetCookie = headers.SetCookie.Where(cookie => !GatewayCookies.SetsOurs(cookie ?? "")).ToArray();
        return goesOn;
    }

    // As the client wrote it: an app may tell %2F from a slash. Only a path; who is asked is not the client's to say.
    private static Uri Target(HttpContext context, string destinationPrefix)
    {
        var raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        var target = raw is ['/', ..] ? raw : context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent();
        return new Uri(destinationPrefix + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }

    private static void Remove(HttpRequestMessage request, string name)
    {
        // A name with odd characters never got in.
        if (request.Headers.Remove(name)) return;
        request.Content?.Headers.Remove(name);
    }
}
