using Environs.Operator.Cluster;
using Environs.Operator.Logs;
using Environs.Operator.Supervision.Callers;
using Environs.Operator.Supervision.Certificates;
using Environs.Operator.Supervision.Streams;
using Environs.Runtime;
using Grpc.AspNetCore.Server;
using k8s.Models;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Environs.Operator.Supervision;

/// <summary>Puts the endpoint of supervisors into the operator's process.</summary>
internal static class SupervisionSetup
{
    public static IServiceCollection AddSupervision(this IServiceCollection services, RuntimeOptions runtime, SupervisionOptions options)
    {
        services.AddInformer(Kinds.Secret, new InformerOptions<V1Secret> { Namespace = runtime.Namespace, Name = options.Secret });
        services.AddInformer(Kinds.CoreService, new InformerOptions<V1Service> { Namespace = runtime.Namespace, Name = options.Service });
        services.AddInformer(Kinds.ConfigMap, new InformerOptions<V1ConfigMap> { Name = options.ConfigMap });
        services.AddSingleton<SupervisionMetrics>();
        services.AddSingleton<ServedCertificate>();
        services.AddSingleton<CertificateKeeper>();
        services.AddSingleton<OperatorAddress>();
        services.AddSingleton<ConnectionMaps>();
        services.AddSingleton<CallerIdentity>();
        services.AddSingleton<Refusals>();
        services.AddSingleton<Supervisors>();
        services.AddSingleton<ISupervisors>(provider => provider.GetRequiredService<Supervisors>());
        services.AddSingleton<LogExchange>();
        services.AddSingleton<LogReceiver>();
        services.AddSingleton<SupervisionService>();
        services.AddHostedService<SupervisionKeeper>();
        services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = Reports.Largest);
        // A small message could unpack to any size. Afterwards, since where there is no provider gRPC adds its own.
        services.PostConfigure<GrpcServiceOptions>(grpc => grpc.CompressionProviders.Clear());
        return services;
    }

    /// <summary>Listens for supervisors: HTTP/2 over TLS, with the certificate of the moment.</summary>
    public static void ListenForSupervisors(this KestrelServerOptions kestrel, SupervisionOptions options)
    {
        // Small windows, since two thousand streams are idle and anybody in the cluster can open one; a dead peer is found out by pings.
        kestrel.Limits.Http2.InitialStreamWindowSize = 64 * 1024;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 128 * 1024;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 4;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(60);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
        kestrel.ListenAnyIP(options.Port, listen =>
        {
            var certificate = listen.ApplicationServices.GetRequiredService<ServedCertificate>();
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => certificate.Tls is { } tls
                    ? ValueTask.FromResult(tls)
                    : throw new InvalidOperationException("There is no certificate yet."),
            });
        });
    }

    /// <summary>Maps the stream, and keeps everything but it and the requests from its port.</summary>
    public static void MapSupervision(this WebApplication app, SupervisionOptions options)
    {
        PathString[] services = [new($"/{Protocol.Supervision.Supervision.Descriptor.FullName}"), new($"/{Protocol.Requests.Requests.Descriptor.FullName}"), new($"/{Protocol.Gateway.Logs.Descriptor.FullName}")];
        app.Use((context, next) =>
        {
            if (context.Connection.LocalPort != options.Port || services.Any(service => context.Request.Path.StartsWithSegments(service, StringComparison.Ordinal)))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        app.MapGrpcService<SupervisionService>();
    }
}
