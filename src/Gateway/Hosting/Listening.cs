using System.Net.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Environs.Gateway.Hosting;

/// <summary>The ports, and what a client may take of them.</summary>
internal static class Listening
{
    public static void AddListening(this WebApplicationBuilder builder, GatewayOptions options)
    {
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));
    }

    private static void Listen(KestrelServerOptions kestrel, GatewayOptions options)
    {
        var limits = options.Limits;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestHeadersTotalSize = limits.HeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = limits.HeaderCount;
        kestrel.Limits.MaxRequestLineSize = Math.Min(kestrel.Limits.MaxRequestLineSize, limits.HeaderBytes);
        kestrel.Limits.RequestHeadersTimeout = limits.HeaderTime;
        kestrel.Limits.MaxRequestBodySize = limits.BodyBytes;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(limits.BodyRate, limits.BodyGrace);
        kestrel.Limits.MaxConcurrentConnections = limits.Connections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = limits.Connections;
        kestrel.ListenAnyIP(options.ManagementPort);
        kestrel.ListenAnyIP(options.Port, listen =>
        {
            if (options.TlsEndsBefore) return;
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = connection => ValueTask.FromResult(new SslServerAuthenticationOptions
                {
                    ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
                    ServerCertificateContext = kestrel.ApplicationServices.GetRequiredService<ServedCertificate>().Current,
                }),
            });
        });
    }
}
