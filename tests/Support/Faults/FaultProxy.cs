using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Environs.Support.Faults;

/// <summary>
/// Plain HTTP in front of an API server, with the upstream's credentials: passes everything on, remembers each request, and goes wrong as told.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly Kubernetes upstream;
    private readonly WebApplication app;
    private readonly ConcurrentQueue<ProxiedRequest> requests = new();
    private readonly ConcurrentDictionary<ConnectionContext, byte> connections = new();
    private readonly List<Rule> rules = [];
    private readonly ConcurrentDictionary<Watch, byte> watches = new();
    private volatile bool away;

    private FaultProxy(Kubernetes upstream, WebApplication app) => (this.upstream, this.app) = (upstream, app);

    /// <summary>Where it listens, on the loopback.</summary>
    public string Address { get; private set; } = "";

    /// <summary>All requests so far, in order.</summary>
    public IReadOnlyList<ProxiedRequest> Requests => [.. requests];

    /// <summary>How many watches are open.</summary>
    public int OpenWatches => watches.Count;

    /// <summary>A client configuration that goes through the proxy; no credentials, the proxy has them.</summary>
    public KubernetesClientConfiguration Configuration() => new() { Host = Address };

    public static async Task<FaultProxy> StartAsync(KubernetesClientConfiguration upstream)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        FaultProxy? proxy = null;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Use(next => connection => proxy!.ConnectAsync(connection, next)));
        });
        var app = builder.Build();
        proxy = new(new Kubernetes(upstream), app);
        app.Run(proxy.HandleAsync);
        await app.StartAsync();
        proxy.Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return proxy;
    }

    /// <summary>The next so many requests that match meet the fault.</summary>
    public void Inject(Func<ProxiedRequest, bool> match, Fault fault, int times = 1)
    {
        lock (rules)
            rules.Add(new(match, fault) { Left = times });
    }

    /// <summary>Ends all injected faults that have not happened yet.</summary>
    public void Heal()
    {
        lock (rules)
            rules.Clear();
    }

    /// <summary>Happens to every watch that is open now, and to no later one.</summary>
    public void Break(WatchFault fault)
    {
        foreach (var watch in watches.Keys)
            watch.Break(fault);
    }

    /// <summary>Breaks every connection and takes no new one, until <see cref="ComeBack"/>.</summary>
    public void GoAway()
    {
        away = true;
        foreach (var connection in connections.Keys)
            connection.Abort();
    }

    public void ComeBack() => away = false;

    public async ValueTask DisposeAsync()
    {
        GoAway();
        await app.DisposeAsync();
        upstream.Dispose();
    }

    private async Task ConnectAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (away)
        {
            connection.Abort();
            return;
        }
        connections[connection] = 0;
        try
        {
            await next(connection);
        }
        finally
        {
            connections.TryRemove(connection, out _);
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = new ProxiedRequest(
            context.Request.Method, context.Request.Path, context.Request.QueryString.Value ?? "", context.Request.Headers.UserAgent.ToString(),
            TimeProvider.System.GetUtcNow());
        requests.Enqueue(request);
        try
        {
            if (Next(request) is { } fault)
            {
                if (fault.Delay is { } delay)
                    await Task.Delay(delay, TimeProvider.System, context.RequestAborted);
                if (fault.Status is { } status)
                {
                    await AnswerAsync(context, fault, status);
                    return;
                }
            }
            await PassOnAsync(context, request);
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException)
        {
            context.Abort();
        }
    }

    private Fault? Next(ProxiedRequest request)
    {
        lock (rules)
        {
            var rule = rules.FirstOrDefault(rule => rule.Left > 0 && rule.Match(request));
            if (rule is not null)
                rule.Left--;
            return rule?.Fault;
        }
    }

    private static async Task AnswerAsync(HttpContext context, Fault fault, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (fault.RetryAfter is { } after)
            context.Response.Headers.RetryAfter = ((int)after.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await context.Response.WriteAsync(fault.Body);
    }

    private async Task PassOnAsync(HttpContext context, ProxiedRequest request)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(upstream.BaseUri, request.Path + request.Query));
        message.Headers.TryAddWithoutValidation("User-Agent", request.UserAgent);
        message.Headers.TryAddWithoutValidation("Accept", context.Request.Headers.Accept.ToString());
        if (request.Method is "POST" or "PUT" or "PATCH" or "DELETE")
        {
            message.Content = new StreamContent(context.Request.Body);
            if (context.Request.ContentType is { } type)
                message.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        if (upstream.Credentials is { } credentials)
            await credentials.ProcessHttpRequestAsync(message, context.RequestAborted);
        using var answer = await upstream.HttpClient.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        if (answer.Headers.RetryAfter is { } after)
            context.Response.Headers.RetryAfter = after.ToString();
        await using var body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
        if (request.IsWatch && answer.IsSuccessStatusCode)
            await StreamAsync(context, body);
        else
            await body.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private async Task StreamAsync(HttpContext context, Stream body)
    {
        var watch = new Watch();
        watches[watch] = 0;
        try
        {
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await context.Response.StartAsync(context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            var buffer = new byte[64 * 1024];
            while (true)
            {
                var reading = body.ReadAsync(buffer, context.RequestAborted).AsTask();
                await Task.WhenAny(reading, watch.BrokenNow);
                if (watch.BrokenNow.IsCompleted)
                {
                    await EndAsync(context, await watch.BrokenNow);
                    return;
                }
                var count = await reading;
                if (count == 0)
                    return;
                if (watch.CutNext is { } cut)
                {
                    await context.Response.Body.WriteAsync(buffer.AsMemory(0, count / 2), context.RequestAborted);
                    await EndAsync(context, cut == WatchFault.CutAndEnd ? WatchFault.End : WatchFault.Reset);
                    return;
                }
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        finally
        {
            watches.TryRemove(watch, out _);
        }
    }

    private static async Task EndAsync(HttpContext context, WatchFault fault)
    {
        switch (fault)
        {
            case WatchFault.Gone:
                await context.Response.Body.WriteAsync(
                    Encoding.UTF8.GetBytes($$"""{"type":"ERROR","object":{{Fault.Gone.Body}}}{{"\n"}}"""), context.RequestAborted);
                break;
            case WatchFault.Garbage:
                await context.Response.Body.WriteAsync("<html>Bad gateway</html>\n"u8.ToArray(), context.RequestAborted);
                break;
            case WatchFault.Silence:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
                break;
            case WatchFault.Reset:
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
                break;
        }
    }

    private sealed record Rule(Func<ProxiedRequest, bool> Match, Fault Fault)
    {
        public int Left { get; set; }
    }

    private sealed class Watch
    {
        private readonly TaskCompletionSource<WatchFault> broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<WatchFault> BrokenNow => broken.Task;

        public WatchFault? CutNext { get; private set; }

        public void Break(WatchFault fault)
        {
            if (fault is WatchFault.CutAndEnd or WatchFault.CutAndReset)
                CutNext = fault;
            else
                broken.TrySetResult(fault);
        }
    }
}
