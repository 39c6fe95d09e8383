using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Environs.Protocol.Requests;
using Environs.Protocol.Supervision;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Environs.Supervisor.Tests.Link;

/// <summary>The operator's end of the stream, as real as it gets in a test: Kestrel, TLS, gRPC.</summary>
internal sealed class TestOperator : IAsyncDisposable
{
    private readonly ConcurrentQueue<TestStream> streams = [];
    private WebApplication? application;
    private int connections;
    private int dials;

    /// <summary>Decides about each stream: null takes it, a status refuses it.</summary>
    internal Func<Status?> Answer { get; set; } = () => null;

    /// <summary>What each stream is told first; null says nothing.</summary>
    internal Desired? FirstWord { get; set; } = new() { Version = 1 };

    /// <summary>Answers what is asked beside the stream.</summary>
    internal Func<Request, Answer> Reply { get; set; } = _ => new Answer { Outcome = Outcome.Done };

    /// <summary>Gives the logs that are asked for beside the stream.</summary>
    internal Func<LogRequest, Func<LogPart, Task>, Task> GiveLog { get; set; } = (_, put) => put(new LogPart { Answer = new Answer { Outcome = Outcome.Refused }, End = true });

    /// <summary>Takes the logs that supervisors send; by default all of it, into <see cref="Sent"/>.</summary>
    internal Func<IAsyncStreamReader<LogChunk>, ServerCallContext, Task>? TakeLog { get; set; }

    /// <summary>The chunks of logs that were sent.</summary>
    internal ConcurrentQueue<LogChunk> Sent { get; } = [];

    /// <summary>What was asked beside the stream, with the caller's identity.</summary>
    internal ConcurrentQueue<(Request Request, string Authorization)> Asked { get; } = [];

    /// <summary>Keeps streams open that the supervisor has closed.</summary>
    internal bool IgnoresGoodbyes { get; set; }

    internal IPEndPoint Address { get; private set; } = new(IPAddress.Loopback, 0);

    /// <summary>The streams that were taken, in their order.</summary>
    internal IReadOnlyList<TestStream> Streams => [.. streams];

    /// <summary>Every connection, those that came to nothing too.</summary>
    internal int Connections => connections;

    /// <summary>Every stream that was asked for.</summary>
    internal int Dials => dials;

    internal static async Task<TestOperator> StartAsync(X509Certificate2 certificate, IPEndPoint? address = null)
    {
        var test = new TestOperator { Address = address ?? new(IPAddress.Loopback, 0) };
        await test.ListenAsync(certificate);
        return test;
    }

    /// <summary>Listens again, at the same address.</summary>
    internal async Task ListenAsync(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => options.Listen(Address, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(next => connection =>
            {
                Interlocked.Increment(ref connections);
                return next(connection);
            });
            listen.UseHttps(certificate);
        }));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(0.2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        application = builder.Build();
        application.MapGrpcService<TestSupervision>();
        application.MapGrpcService<TestRequests>();
        await application.StartAsync();
        var url = application.Services.GetRequiredService<IServer>().Features.Get<Microsoft.AspNetCore.Hosting.Server.Features.IServerAddressesFeature>()!.Addresses.First();
        Address = new IPEndPoint(Address.Address, new Uri(url).Port);
    }

    /// <summary>As when the process is killed: every stream is cut.</summary>
    internal async Task StopAsync()
    {
        if (application is null) return;
        await application.StopAsync();
        await application.DisposeAsync();
        application = null;
    }

    internal async Task ServeAsync(IAsyncStreamReader<Report> reports, IServerStreamWriter<Desired> desired, ServerCallContext context)
    {
        Interlocked.Increment(ref dials);
        if (Answer() is { } status) throw new RpcException(status);
        var stream = new TestStream(desired, context);
        streams.Enqueue(stream);
        if (FirstWord is { } word) await stream.SayAsync(word);
        await stream.ListenAsync(reports, IgnoresGoodbyes);
    }

    internal async Task ServeLogAsync(IAsyncStreamReader<LogChunk> chunks, ServerCallContext context)
    {
        if (TakeLog is { } take)
        {
            await take(chunks, context);
            return;
        }

        await foreach (var chunk in chunks.ReadAllAsync(context.CancellationToken)) Sent.Enqueue(chunk);
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
