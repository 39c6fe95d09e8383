using System.Text.Json;
using Environs.Support;
using Environs.Support.Clusters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using k8s;
using k8s.Models;

namespace Environs.Runtime.Tests.Widgets;

/// <summary>A host with the widget controller in a namespace of its own, and a client that acts as the user.</summary>
public sealed class WidgetHost : IAsyncDisposable
{
    private readonly TestNamespace ns;
    private readonly IHost host;

    private WidgetHost(TestNamespace ns, IHost host, LogLines log) => (this.ns, this.host, Log) = (ns, host, log);

    public LogLines Log { get; }

    public Passes Passes => host.Services.GetRequiredService<Passes>();

    public RuntimeHealth Health => host.Services.GetRequiredService<RuntimeHealth>();

    public IServiceProvider Services => host.Services;

    public string Namespace => ns.Name;

    public static RuntimeOptions Options(string ns) => new()
    {
        Namespace = ns,
        LeaseName = "widgets",
        Identity = "test",
        FieldManager = "widget-tests",
        UserAgent = "widget-tests",
        RequestTimeout = TimeSpan.FromSeconds(5),
        InformerBackoff = TimeSpan.FromMilliseconds(100),
        InformerBackoffLimit = TimeSpan.FromSeconds(1),
        KeyBackoffLimit = TimeSpan.FromSeconds(1),
        WatchIdleLimit = TimeSpan.FromSeconds(6),
        LeaseDuration = TimeSpan.FromSeconds(8),
        RenewDeadline = TimeSpan.FromSeconds(5),
        LeaseRetry = TimeSpan.FromMilliseconds(500),
        LeaderElection = false,
    };

    public static async Task<WidgetHost> StartAsync(
        KubernetesClientConfiguration? connection = null, Func<RuntimeOptions, RuntimeOptions>? change = null,
        Action<IServiceCollection>? configure = null, Func<WidgetHost, Task>? beforeStart = null)
    {
        var cluster = await ClusterUnderTest.GetAsync();
        var ns = await cluster.NamespaceAsync("runtime");
        await WidgetCrd.InstallAsync(ns.Client);
        var log = new LogLines();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(log);
        builder.Services.AddSingleton(connection ?? cluster.Configuration());
        builder.Services.AddSingleton<Passes>();
        Add(builder.Services, change is null ? Options(ns.Name) : change(Options(ns.Name)));
        configure?.Invoke(builder.Services);
        var host = new WidgetHost(ns, builder.Build(), log);
        if (beforeStart is not null)
            await beforeStart(host);
        await host.host.StartAsync();
        return host;
    }

    public static void Add(IServiceCollection services, RuntimeOptions options) => services
        .AddRuntime(options)
        .AddInformer(V1Widget.Kind, new InformerOptions<V1Widget>
        {
            Namespace = options.Namespace,
            Indexes = new Dictionary<string, Func<V1Widget, IEnumerable<string>>> { ["source"] = widget => widget.Spec?.Source is { } source ? [source] : [] },
        })
        .AddInformer(Kinds.ConfigMap, new InformerOptions<V1ConfigMap> { Namespace = options.Namespace })
        .AddController<V1Widget, WidgetStatus, WidgetReconciler>(V1Widget.Kind, WidgetJson.Default.WidgetStatus, controller => controller
            .Owns(Kinds.ConfigMap)
            .Watches(Kinds.ConfigMap, (map, widgets) => widgets.Indexed("source", map.Metadata.Name).Select(widget => ResourceKey.Of(widget.Metadata))));

    public V1Widget? Get(string name) => host.Services.GetRequiredService<IStore<V1Widget>>().Get(new(Namespace, name));

    public Task StopAsync() => host.StopAsync();

    public Kubernetes Client => ns.Client;

    public Task CreateAsync(string name, int value, string? source = null) => CreateRawAsync(
        name, JsonSerializer.SerializeToElement(new { value, source }, JsonSerializerOptions.Web));

    public async Task CreateRawAsync(string name, JsonElement spec)
    {
        var body = $$"""{"apiVersion":"tests.environs.dev/v1","kind":"Widget","metadata":{"name":"{{name}}"},"spec":{{spec}}}""";
        await SendAsync(HttpMethod.Post, "", body, "application/json");
    }

    public Task ChangeAsync(string name, string spec) =>
        SendAsync(HttpMethod.Patch, $"/{name}", $$"""{"spec":{{spec}}}""", "application/merge-patch+json");

    public Task ChangeStatusAsync(string name, string status) =>
        SendAsync(HttpMethod.Patch, $"/{name}/status", $$"""{"status":{{status}}}""", "application/merge-patch+json");

    public Task DeleteAsync(string name) => SendAsync(HttpMethod.Delete, $"/{name}", null, "application/json");

    public async Task<V1Widget?> ReadAsync(string name)
    {
        try
        {
            return JsonSerializer.Deserialize(await SendAsync(HttpMethod.Get, $"/{name}", null, "application/json"), WidgetJson.Default.V1Widget);
        }
        catch (HttpRequestException error) when (error.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Waits until the status and the ConfigMap say what the spec says.</summary>
    public Task ConvergedAsync(string name, int value, int seconds = 30) => Eventually.TrueAsync(
        async () => await ReadAsync(name) is { } widget && widget.Status?.Value == value && widget.Status.ObservedGeneration == widget.Metadata.Generation
            && (await Client.CoreV1.ReadNamespacedConfigMapAsync(name, Namespace)).Data["value"] == $"{value}",
        TimeSpan.FromSeconds(seconds), $"{name} has value {value}; the log:\n{Log.All}");

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        await ns.DisposeAsync();
    }

    private async Task<string> SendAsync(HttpMethod method, string path, string? body, string type)
    {
        using var request = new HttpRequestMessage(
            method, new Uri(Client.BaseUri, $"apis/tests.environs.dev/v1/namespaces/{Namespace}/widgets{path}"));
        if (body is not null)
            request.Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue(type));
        if (Client.Credentials is { } credentials)
            await credentials.ProcessHttpRequestAsync(request, CancellationToken.None);
        using var answer = await Client.HttpClient.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text : throw new HttpRequestException(text, null, answer.StatusCode);
    }
}
