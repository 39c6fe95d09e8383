using System.Net;
using Environs.Gateway.Access;
using Environs.Gateway.Pages;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Environs.Gateway.Forwarding;

/// <summary>Sends a request to an app and its answer back, and remembers it as long as that takes.</summary>
internal sealed class AppForwarder(IHttpForwarder forwarder, AppTransformer transformer, OpenRequests open, IOptions<GatewayOptions> options, ILogger<AppForwarder> logger) : IDisposable
{
    private readonly HttpMessageInvoker apps = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = options.Value.Limits.ConnectTime,
        EnableMultipleHttp2Connections = true,
        // An address may become another environment's.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
#pragma warning disable CA5359 // No authority signs for a pod's address; that it is the right pod, the cluster's network says.
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
    });

    private readonly ForwarderRequestConfig config = new()
    {
        ActivityTimeout = options.Value.Limits.SilentTime,
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
    };

    public async Task ForwardAsync(HttpContext context, OpenRequest request, string address)
    {
        if (!open.TryAdd(request))
        {
            Log.TooMany(logger, request.Host.Uid, options.Value.Limits.PerEnvironment);
            context.Response.Headers.RetryAfter = "1";
            await Answers.WriteAsync(context, StatusCodes.Status429TooManyRequests, "Too many requests", "This environment has as many requests open as it may have.");
            return;
        }
        try
        {
            var error = await forwarder.SendAsync(context, address, apps, config, transformer, request.Ended);
            if (request.Ended.IsCancellationRequested) context.Abort();
            else if (error != ForwarderError.None && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
                await ExplainAsync(context, error, request.Host.Port);
        }
        finally
        {
            open.Remove(request);
        }
    }

    public void Dispose() => apps.Dispose();

    private static Task ExplainAsync(HttpContext context, ForwarderError error, int port) => context.Response.StatusCode switch
    {
        StatusCodes.Status502BadGateway when error == ForwarderError.Request => Answers.WriteAsync(
            context, StatusCodes.Status502BadGateway, $"Nothing answers on port {port}",
            $"The environment runs, but nothing listens on its port {port}, or only on 127.0.0.1: a server must listen on 0.0.0.0 to be reached.", refresh: true),
        StatusCodes.Status504GatewayTimeout => Answers.WriteAsync(context, StatusCodes.Status504GatewayTimeout, "No answer", $"What listens on port {port} did not answer in time."),
        _ => Task.CompletedTask,
    };
}
