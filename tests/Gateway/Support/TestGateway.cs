using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using Environs.Gateway.Hosting;
using Environs.Gateway.Logs;
using Environs.Gateway.Routing;
using Environs.Gateway.Tokens;
using Environs.Runtime;
using Environs.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Environs.Gateway.Tests.Support;

/// <summary>A gateway as it is, over TLS, whose cluster is what a test says. Environment one runs at the upstream's port.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    public const string Domain = "environs.test";

    private readonly WebApplication app;

    private TestGateway(WebApplication app, GatewayOptions options, TestStore<RoutedEnvironment> environments, TestStore<RoutedPod> pods, LogLines log) =>
        (this.app, Options, Environments, Pods, Logged) = (app, options, environments, pods, log);

    public GatewayOptions Options { get; }

    public TestStore<RoutedEnvironment> Environments { get; }

    public TestStore<RoutedPod> Pods { get; }

    public LogLines Logged { get; }

    public TestKeys Keys => (TestKeys)app.Services.GetRequiredService<ITokenKeys>();

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public string Address(string label) => Options.Address(label);

    public string Address(int port, string uid = Some.Uid) => Options.Address($"{port}--{uid}");

    public static async Task<TestGateway> StartAsync(Action<GatewayOptions>? change = null)
    {
        var options = new GatewayOptions { Domain = Domain, Port = FreePort.Next(), ManagementPort = FreePort.Next(), DevelopmentLogin = true };
        options.Limits.Recheck = TimeSpan.FromMilliseconds(100);
        options.PublicPort = options.Port;
        change?.Invoke(options);
        Assert.Null(options.Problem());
        var (environments, pods, log) = (new TestStore<RoutedEnvironment>(), new TestStore<RoutedPod>(), new LogLines());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.KeepQuiet();
        builder.Logging.AddProvider(log);
        builder.AddListening(options);
        builder.Services.AddGateway(options);
        builder.Services.AddSingleton<IStore<RoutedEnvironment>>(environments);
        builder.Services.AddSingleton<IStore<RoutedPod>>(pods);
        builder.Services.AddSingleton<IResourceWriter, ServerAway>();
        builder.Services.AddSingleton<ITokenKeys, TestKeys>();
        builder.Services.AddSingleton<IOperatorLogs, TestLogs>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        var app = builder.Build();
        app.UseGateway(options);
        await app.StartAsync();
        return new(app, options, environments, pods, log);
    }

    /// <summary>An environment that runs where the upstream listens.</summary>
    public RoutedEnvironment Run(Upstreams upstream, string? admission = null, string uid = Some.Uid, string? protocol = null)
    {
        var environment = Some.Environment(upstream.Port, admission, uid: uid, protocol: protocol);
        Environments.Set(environment);
        Pods.Set(Some.Pod(uid: uid));
        return environment;
    }

    /// <summary>A client that finds every host of the domain here, and keeps cookies if told to.</summary>
    public HttpClient Client(CookieContainer? cookies = null, bool follow = false, Version? version = null) => new(Handler(cookies, follow))
    {
        DefaultRequestVersion = version ?? HttpVersion.Version11,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromSeconds(60),
    };

    public async Task<ClientWebSocket> WebSocketAsync(string address, string? cookie = null, string? origin = null, string? bearer = null)
    {
        var socket = new ClientWebSocket();
        if (cookie is not null) socket.Options.SetRequestHeader("Cookie", cookie);
        if (origin is not null) socket.Options.SetRequestHeader("Origin", origin);
        if (bearer is not null) socket.Options.SetRequestHeader("Authorization", $"Bearer {bearer}");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "wss" }.Uri, new HttpMessageInvoker(Handler(null, false)), limit.Token);
        return socket;
    }

    /// <summary>A connection to write to what no client would.</summary>
    public async Task<SslStream> RawAsync()
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, Options.Port);
        var stream = new SslStream(tcp.GetStream(), false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync($"any.{Domain}");
        return stream;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private SocketsHttpHandler Handler(CookieContainer? cookies, bool follow) => new()
    {
        AllowAutoRedirect = follow,
        UseCookies = cookies is not null,
        CookieContainer = cookies ?? new(),
        UseProxy = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        ConnectCallback = async (connection, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            var port = connection.DnsEndPoint.Host == "localhost" ? connection.DnsEndPoint.Port : Options.Port;
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };
}
