using System.Text;
using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Cluster;
using Environs.Operator.Logs;
using Environs.Operator.Requests;
using Environs.Operator.Supervision;
using Environs.Operator.Tests.Supervision;
using Environs.Protocol.Supervision;
using Environs.Runtime;
using Environs.Support;
using Environs.Support.Clusters;
using Grpc.Core;
using Grpc.Net.Client;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Environs.Operator.Tests.Logs;

/// <summary>An operator with an environment whose supervisor is the test, on real connections and with real tokens.</summary>
[Trait("Category", "Cluster")]
public abstract class LogsTest : IAsyncLifetime
{
    protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly HttpClientHandler handler = new() { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };

    private protected Inhabitants Here { get; private set; } = null!;

    private protected TestOperator Operator { get; private set; } = null!;

    private protected GrpcChannel Channel { get; private set; } = null!;

    private protected V1Pod Pod { get; private set; } = null!;

    private protected string Token { get; private set; } = "";

    private protected IEnvironmentLogs Logs => Operator.Services.GetRequiredService<IEnvironmentLogs>();

    private protected ResourceKey Demo => new(Here.Namespace, "demo");

    public async ValueTask InitializeAsync()
    {
        Here = await Inhabitants.SettleAsync();
        Operator = await TestOperator.StartAsync(
            Here.Namespace,
            settings => (settings.LogPatience, settings.LogAnswerLimit) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1)),
            add: services =>
            {
                services.AddInformer(Kinds.Service, new InformerOptions<V1alpha1Service> { Namespace = Here.Namespace, Indexes = AutomationIndexes.Services });
                services.AddInformer(Kinds.Task, new InformerOptions<V1alpha1Task> { Namespace = Here.Namespace, Indexes = AutomationIndexes.Tasks });
                services.AddInformer(Kinds.TaskExecution, new InformerOptions<V1alpha1TaskExecution> { Namespace = Here.Namespace, Indexes = AutomationIndexes.Executions });
                services.AddRequests();
            },
            map: app => app.MapRequests());
        Channel = GrpcChannel.ForAddress($"https://127.0.0.1:{Operator.Port}", new GrpcChannelOptions { HttpHandler = handler });
        (Pod, Token) = await SettleAsync("demo");
        await MakeAsync("Service", "web", """{"environmentRef":{"name":"demo"},"reference":"web","commands":{"start":"true"}}""");
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        handler.Dispose();
        await Operator.DisposeAsync();
        await Here.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>An environment with its pod, of the environment's own name, which no operator of the cluster acts on as it is stopped.</summary>
    private protected async Task<(V1Pod Pod, string Token)> SettleAsync(string name)
    {
        var pod = await Here.PodAsync(name, await Here.EnvironmentAsync(name), environment: name);
        await Eventually.TrueAsync(
            () => Store<V1alpha1Environment>().Get(new(Here.Namespace, name)) is not null && Store<V1Pod>().Get(new(Here.Namespace, name)) is not null, Soon, "the environment is seen");
        return (pod, await Here.TokenAsync(pod));
    }

    private protected async Task MakeAsync(string kind, string name, string spec)
    {
        var answer = await ResourceApi.Of(Here.Client).PostAsync(CrdKinds.ObjectsPath(kind, Here.Namespace), CrdKinds.Make(kind, spec, name));
        Assert.True(answer.IsSuccess, answer.Message);
        await Eventually.TrueAsync(() => Store<V1alpha1Service>().Get(new(Here.Namespace, name)) is not null || Store<V1alpha1Task>().Get(new(Here.Namespace, name)) is not null, Soon, "it is seen");
    }

    private protected IStore<T> Store<T>()
        where T : class => Operator.Services.GetRequiredService<IStore<T>>();

    /// <summary>The supervisor of the environment's dev container, connected.</summary>
    private protected async Task<Dialler> ConnectAsync()
    {
        var dialler = new Dialler(Operator.Port, Operator.Authorities(), Token);
        await dialler.SayAsync("dev");
        await Eventually.TrueAsync(() => Operator.Supervisors.Get(Pod.Metadata.Uid, "dev") is { IsConnected: true }, Soon, "it is connected");
        return dialler;
    }

    /// <summary>The next log that the supervisor is asked for.</summary>
    private protected static async Task<LogWish> AskedAsync(Dialler supervisor)
    {
        while (true)
        {
            if ((await supervisor.HearAsync()).Log is { } wish) return wish;
        }
    }

    private protected AsyncClientStreamingCall<LogChunk, LogTaken> Send(string? token = null) =>
        new Environs.Protocol.Supervision.Supervision.SupervisionClient(Channel).SendLog(new Metadata { { "authorization", $"Bearer {token ?? Token}" } });

    private protected static LogChunk Chunk(string text, long position) => new() { Data = Google.Protobuf.ByteString.CopyFromUtf8(text), Position = position };

    /// <summary>What there is to read until the log ends.</summary>
    private protected static async Task<string> AllAsync(IAsyncEnumerable<LogText> log)
    {
        var all = new StringBuilder();
        await foreach (var text in log) all.Append(text.IsAfterGap ? "…" : "").Append(Encoding.UTF8.GetString(text.Bytes.Span));
        return all.ToString();
    }
}
