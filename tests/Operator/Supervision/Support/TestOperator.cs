using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Environs.Crds;
using Environs.Operator.Cluster;
using Environs.Operator.Supervision;
using Environs.Operator.Supervision.Certificates;
using Environs.Runtime;
using Environs.Support;
using Environs.Support.Clusters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using k8s.Models;

namespace Environs.Operator.Tests.Supervision;

/// <summary>A replica of the operator that only has the endpoint of supervisors; its home is also the namespace of the environments.</summary>
internal sealed class TestOperator : IAsyncDisposable
{
    /// <summary>Another name than an operator that is installed in the cluster keeps.</summary>
    public const string ConfigMap = "test-operator";

    public const string GatewayAccount = "the-gateway";

    public const string TokenSecret = "environs-tokens";

    private readonly WebApplication app;

    private TestOperator(WebApplication app, LogLines log, int port) => (this.app, Log, Port) = (app, log, port);

    public LogLines Log { get; }

    public int Port { get; }

    public ISupervisors Supervisors => app.Services.GetRequiredService<ISupervisors>();

    public ConnectionMaps Maps => app.Services.GetRequiredService<ConnectionMaps>();

    public bool IsLeading => app.Services.GetRequiredService<ILeadership>().IsLeading;

    /// <summary>What pods are to trust.</summary>
    public string Bundle => app.Services.GetRequiredService<ServedCertificate>().Bundle ?? "";

    public IServiceProvider Services => app.Services;

    public static async Task<TestOperator> StartAsync(
        string ns, Action<SupervisionOptions>? change = null, TimeProvider? time = null, string? identity = null, bool isReady = true,
        Action<IServiceCollection>? add = null, Action<WebApplication>? map = null)
    {
        var cluster = await ClusterUnderTest.GetAsync();
        var log = new LogLines();
        var settings = new SupervisionOptions { Port = FreePort(), ConfigMap = ConfigMap, Address = "192.0.2.1:8443", CheckInterval = TimeSpan.FromMilliseconds(100), ReportInterval = TimeSpan.Zero, RetryDelay = TimeSpan.FromMilliseconds(50) };
        change?.Invoke(settings);
        var runtime = new RuntimeOptions
        {
            Namespace = ns,
            LeaseName = "environs-operator",
            Identity = identity ?? "test",
            FieldManager = "environs-operator",
            LeaderElection = identity is not null,
            LeaseDuration = TimeSpan.FromSeconds(8),
            RenewDeadline = TimeSpan.FromSeconds(5),
            LeaseRetry = TimeSpan.FromMilliseconds(300),
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddFilter("Grpc", LogLevel.None).AddFilter("Microsoft", LogLevel.Warning).AddProvider(log);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenForSupervisors(settings));
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton(cluster.Configuration());
        builder.Services.AddSingleton(Options.Create(new OperatorOptions { Supervision = settings, TokenSecret = TokenSecret, GatewayAccount = GatewayAccount }));
        builder.Services.AddRuntime(runtime);
        builder.Services.AddInformer(Kinds.Environment, new InformerOptions<V1alpha1Environment> { Namespace = ns });
        builder.Services.AddInformer(Kinds.Pod, new InformerOptions<V1Pod> { Namespace = ns, LabelSelector = "app.kubernetes.io/managed-by=environs", Indexes = PodIndexes.All });
        builder.Services.AddSupervision(runtime, settings);
        builder.Services.AddInformer(Kinds.ConfigMap, new InformerOptions<V1ConfigMap> { Namespace = ns, Name = ConfigMap });
        add?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapSupervision(settings);
        map?.Invoke(app);
        await app.StartAsync();
        var started = new TestOperator(app, log, settings.Port);
        if (isReady)
            await Eventually.TrueAsync(() => started.Bundle.Length > 0, TimeSpan.FromSeconds(30), () => $"there is a certificate; the log:\n{log.All}");
        return started;
    }

    public X509Certificate2Collection Authorities() => Dialler.Authorities(Bundle);

    public async Task<TimeSpan> StopAsync()
    {
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        await app.StopAsync();
        return System.Diagnostics.Stopwatch.GetElapsedTime(started);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
