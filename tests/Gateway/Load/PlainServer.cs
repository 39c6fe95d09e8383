using System.Net;
using System.Security.Cryptography.X509Certificates;
using Environs.Gateway.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Environs.Gateway.Tests.Load;

/// <summary>An app that answers at once, or the least that a proxy over TLS can be.</summary>
internal sealed class PlainServer : IAsyncDisposable
{
    public const string Body = "hello";

    private readonly WebApplication app;

    private PlainServer(WebApplication app, int port) => (this.app, Port) = (app, port);

    public int Port { get; }

    public static Task<PlainServer> AnswerAsync() => StartAsync(_ => { }, (_, context) => context.Response.WriteAsync(Body));

    /// <summary>One that sends all to that port.</summary>
    public static Task<PlainServer> ProxyAsync(int port)
    {
        var client = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
        var config = new ForwarderRequestConfig { Version = HttpVersion.Version11 };
        var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(TestCertificate.Folder, "tls.crt"), Path.Combine(TestCertificate.Folder, "tls.key"));
        return StartAsync(
            listen => listen.UseHttps(certificate),
            (services, context) => services.GetRequiredService<IHttpForwarder>().SendAsync(context, $"http://127.0.0.1:{port}", client, config).AsTask());
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private static async Task<PlainServer> StartAsync(Action<ListenOptions> listening, Func<IServiceProvider, HttpContext, Task> answer)
    {
        var port = FreePort.Next();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listening));
        builder.Services.AddHttpForwarder();
        var app = builder.Build();
        app.Run(context => answer(app.Services, context));
        await app.StartAsync();
        return new(app, port);
    }
}
