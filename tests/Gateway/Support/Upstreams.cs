using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Environs.Gateway.Tests.Support;

/// <summary>An app in an environment: a real server that tells what it was asked.</summary>
internal sealed class Upstreams : IAsyncDisposable
{
    private readonly WebApplication app;

    private Upstreams(WebApplication app, int port) => (this.app, Port) = (app, port);

    public int Port { get; }

    /// <summary>What came, in order.</summary>
    public ConcurrentQueue<Seen> Requests { get; } = new();

    public static async Task<Upstreams> StartAsync(bool tls = false)
    {
        var port = FreePort.Next();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                if (tls) listen.UseHttps(Certificate());
            });
        });
        var app = builder.Build();
        var upstream = new Upstreams(app, port);
        app.UseWebSockets();
        app.Run(upstream.AnswerAsync);
        await app.StartAsync();
        return upstream;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        Requests.Enqueue(new(context.Request.Method, target, context.Request.Protocol, context.Request.Headers.ToDictionary(one => one.Key, one => one.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        switch (context.Request.Path.Value)
        {
            case "/socket":
                await EchoAsync(context);
                break;
            case "/events":
                context.Response.ContentType = "text/event-stream";
                for (var i = 0; i < 3; i++)
                {
                    await context.Response.WriteAsync($"data: {i}\n\n");
                    await context.Response.Body.FlushAsync();
                    await Task.Delay(100);
                }
                break;
            case "/slow":
                await Task.Delay(3000, context.RequestAborted);
                await context.Response.WriteAsync("late");
                break;
            case "/hash":
                await context.Response.WriteAsync(Convert.ToHexString(await SHA256.HashDataAsync(context.Request.Body)));
                break;
            case "/page":
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("""
                    <h1>App</h1><p id="echo"></p>
                    <script>
                    const socket = new WebSocket("/socket");
                    socket.onopen = () => socket.send("hi");
                    socket.onmessage = event => document.getElementById("echo").textContent = "echo: " + event.data;
                    </script>
                    """);
                break;
            case "/cookies":
                context.Response.Headers.Append("Set-Cookie", "app=1; Path=/");
                context.Response.Headers.Append("Set-Cookie", "__Host-environs=evil; Path=/; Secure");
                context.Response.Headers.Append("Set-Cookie", "__host-Environs-start=evil; Path=/; Secure");
                break;
            default:
                await context.Response.WriteAsync("hello");
                break;
        }
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, context.RequestAborted);
            if (received.MessageType == WebSocketMessageType.Close) break;
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, context.RequestAborted);
        }
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=app", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    /// <summary>A request as an app saw it.</summary>
    internal sealed record Seen(string Method, string Target, string Protocol, IReadOnlyDictionary<string, string> Headers);
}
