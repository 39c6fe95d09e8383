using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Cluster;
using Environs.Operator.Requests;
using Environs.Operator.Tests.Supervision;
using Environs.Protocol.Requests;
using Environs.Runtime;
using Environs.Support;
using Environs.Support.Clusters;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Client = Environs.Protocol.Requests.Requests.RequestsClient;

namespace Environs.Operator.Tests.Requests;

/// <summary>What is asked from inside environments, by real tokens, and what becomes of it in a real API server.</summary>
[Trait("Category", "Cluster")]
public sealed class RequestsTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly HttpClientHandler handler = new() { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
    private Inhabitants here = null!;
    private TestOperator @operator = null!;
    private GrpcChannel channel = null!;
    private string token = "";

    public async ValueTask InitializeAsync()
    {
        here = await Inhabitants.SettleAsync();
        @operator = await StartAsync();
        channel = GrpcChannel.ForAddress($"https://127.0.0.1:{@operator.Port}", new GrpcChannelOptions { HttpHandler = handler });
        token = await here.TokenAsync(await here.EnvironmentWithPodAsync("demo"));
        await Eventually.TrueAsync(() => Store<V1alpha1Environment>().All().Count > 0, Soon, "the environment is seen");
    }

    public async ValueTask DisposeAsync()
    {
        channel.Dispose();
        handler.Dispose();
        await @operator.DisposeAsync();
        await here.DisposeAsync();
    }

    [Fact]
    public async Task A_service_is_started_and_stopped_by_an_annotation_of_another_manager_and_its_spec_stays()
    {
        await MakeAsync("Service", "web", """{"environmentRef":{"name":"demo"},"reference":"web","commands":{"start":"sleep 1000"}}""");

        var started = await AskAsync(new Request { Service = new ServiceChange { Reference = "web", Run = true } });
        Assert.Equal(Outcome.Done, started.Outcome);
        var service = await GetAsync("Service", "web");
        Assert.StartsWith("Running@", (string)service["metadata"]!["annotations"]!["environs.dev/requested-phase"]!, StringComparison.Ordinal);
        Assert.Null(service["spec"]!["desiredPhase"]);
        Assert.Equal(1, (int)service["metadata"]!["generation"]!);
        Assert.Contains("environs-requests", service["metadata"]!["managedFields"]!.AsArray().Select(entry => (string)entry!["manager"]!));

        Assert.Equal(Outcome.Done, (await AskAsync(new Request { Service = new ServiceChange { Reference = "web" } })).Outcome);
        Assert.StartsWith("Stopped@", (string)(await GetAsync("Service", "web"))["metadata"]!["annotations"]!["environs.dev/requested-phase"]!, StringComparison.Ordinal);
        // It is stopped already, and nothing is written.
        var version = (string)(await GetAsync("Service", "web"))["metadata"]!["resourceVersion"]!;
        Assert.Contains("already", (await AskAsync(new Request { Service = new ServiceChange { Reference = "web" } })).Message, StringComparison.Ordinal);
        Assert.Equal(version, (string)(await GetAsync("Service", "web"))["metadata"]!["resourceVersion"]!);
    }

    [Fact]
    public async Task A_pod_beside_the_environment_s_has_no_say()
    {
        await MakeAsync("Service", "web", """{"environmentRef":{"name":"demo"},"reference":"web","commands":{"start":"true"}}""");
        var pod = await here.PodAsync("demo-redis", Store<V1alpha1Environment>().All().Single(environment => environment.Metadata.NamespaceProperty == here.Namespace).Metadata.Uid, environment: "demo", change: pod =>
        {
            pod.Metadata.Labels["app.kubernetes.io/name"] = "environment-docker";
            pod.Spec.Containers = [new() { Name = "docker", Image = "environs.local/none:1" }];
        });
        token = await here.TokenAsync(pod);
        foreach (var request in new[] { new Request { Overview = new OverviewRequest() }, new Request { Service = new ServiceChange { Reference = "web", Run = true } } })
            Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => AskAsync(request))).StatusCode);
        Assert.Null((await GetAsync("Service", "web"))["metadata"]!["annotations"]);
    }

    [Fact]
    public async Task What_is_not_there_is_told_with_what_there_is_and_another_environment_is_not()
    {
        await here.EnvironmentAsync("other");
        await MakeAsync("Service", "theirs", """{"environmentRef":{"name":"other"},"reference":"theirs","commands":{"start":"true"}}""");
        await MakeAsync("Service", "web", """{"environmentRef":{"name":"demo"},"reference":"web","commands":{"start":"true"}}""");
        await MakeAsync("Task", "build", """{"environmentRef":{"name":"demo"},"reference":"build","command":"true"}""");

        foreach (var reference in new[] { "theirs", "wbe", "build", "", "../x", new string('x', 100_000) })
        {
            var answer = await AskAsync(new Request { Service = new ServiceChange { Reference = reference, Run = true } });
            Assert.Equal((Outcome.UnknownReference, "web"), (answer.Outcome, answer.Known.Single()));
            Assert.True(answer.Message.Length < 300);
        }

        var overview = (await AskAsync(new Request { Overview = new OverviewRequest() })).Overview;
        Assert.Equal(("demo", "web", "build"), (overview.Environment, overview.Services.Single().Reference, overview.Tasks.Single().Reference));
    }

    [Fact]
    public async Task A_task_is_run_once_for_each_id_and_stopped_by_its_name_or_its_runs()
    {
        await MakeAsync("Task", "build", """{"environmentRef":{"name":"demo"},"reference":"build","command":"true"}""");

        var first = await AskAsync(new Request { TaskStart = new TaskStart { Reference = "build", Id = "one" } });
        var again = await AskAsync(new Request { TaskStart = new TaskStart { Reference = "build", Id = "one" } });
        var second = await AskAsync(new Request { TaskStart = new TaskStart { Reference = "build", Id = "two" } });
        Assert.Equal(first.Runs.Single(), again.Runs.Single());
        Assert.NotEqual(first.Runs.Single(), second.Runs.Single());
        var run = await GetAsync("TaskExecution", first.Runs.Single());
        Assert.Equal(("build", "Environment"), ((string)run["spec"]!["taskRef"]!["name"]!, (string)run["metadata"]!["ownerReferences"]![0]!["kind"]!));

        Assert.Equal(first.Runs.Single(), (await AskAsync(new Request { TaskStop = new TaskStop { Reference = first.Runs.Single() } })).Runs.Single());
        Assert.Equal(2, (await AskAsync(new Request { TaskStop = new TaskStop { Reference = "build" } })).Runs.Count);
        Assert.StartsWith("Stopped@", (string)(await GetAsync("TaskExecution", second.Runs.Single()))["metadata"]!["annotations"]!["environs.dev/requested-phase"]!, StringComparison.Ordinal);
        var unknown = await AskAsync(new Request { TaskStop = new TaskStop { Reference = "nothing" } });
        Assert.Equal(Outcome.UnknownReference, unknown.Outcome);
        Assert.Contains("build", unknown.Known);
    }

    [Fact]
    public async Task A_task_that_cannot_be_run_is_refused_and_so_are_more_open_runs_than_twenty()
    {
        await MakeAsync("Task", "round", """{"environmentRef":{"name":"demo"},"reference":"round","command":"true","dependsOn":["back"]}""");
        await MakeAsync("Task", "back", """{"environmentRef":{"name":"demo"},"reference":"back","command":"true","dependsOn":["round"]}""");
        await MakeAsync("Task", "build", """{"environmentRef":{"name":"demo"},"reference":"build","command":"true"}""");

        var refused = await AskAsync(new Request { TaskStart = new TaskStart { Reference = "round", Id = "x" } });
        Assert.Equal(Outcome.Refused, refused.Outcome);
        Assert.Contains("round → back → round", refused.Message, StringComparison.Ordinal);
        Assert.Equal(Outcome.Refused, (await AskAsync(new Request { TaskStart = new TaskStart { Reference = "build" } })).Outcome);

        for (var i = 0; i < 20; i++) await MakeAsync("TaskExecution", $"run-{i}", """{"taskRef":{"name":"build"}}""");
        await Eventually.TrueAsync(() => Store<V1alpha1TaskExecution>().All().Count == 20, Soon, "the runs are seen");
        Assert.Contains("not over yet", (await AskAsync(new Request { TaskStart = new TaskStart { Reference = "build", Id = "y" } })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("services: {web: {name: Web, commands: {start: run}, triggeredBy: [manual]}}", null)]
    [InlineData("services:\n  web:\n    nmae: Web\n", "line 3, column 5: ")]
    [InlineData("tasks:\n  a: {name: A, command: x, dependsOn: [b]}\n", "names \"b\"")]
    [InlineData("tasks:\n  a: {name: A, command: x, dependsOn: [b]}\n  b: {name: B, command: x, dependsOn: [a]}\n", "a → b → a")]
    [InlineData("tasks:\n  a: {name: A, command: x, dependsOn: [db]}\n", null)]
    [InlineData("tasks:\n\ta: x", "line 2, column 1: ")]
    public async Task A_file_is_valid_or_it_is_told_what_is_wrong(string file, string? error)
    {
        await MakeAsync("Service", "db", """{"environmentRef":{"name":"demo"},"reference":"db","commands":{"start":"true"}}""");
        var answer = await AskAsync(new Request { Validation = new FileText { Path = "a.yaml", Content = ByteString.CopyFromUtf8(file) } });
        Assert.Equal(error is null ? Outcome.Done : Outcome.Invalid, answer.Outcome);
        if (error is null) Assert.Empty(answer.Errors);
        else Assert.Contains(answer.Errors, one => one.Contains(error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_is_not_taken_up_by_what_does_not_run_and_one_that_is_too_large_not_at_all()
    {
        var file = new FileText { Path = "a.yaml", Content = ByteString.CopyFromUtf8("tasks: {a: {name: A, command: x}}") };
        Assert.Contains("Running", (await AskAsync(new Request { Update = file })).Message, StringComparison.Ordinal);
        Assert.Equal(Outcome.Invalid, (await AskAsync(new Request { Validation = new FileText { Content = ByteString.CopyFrom(new byte[300_000]) } })).Outcome);
        var error = await Assert.ThrowsAsync<RpcException>(() => AskAsync(new Request { Validation = new FileText { Content = ByteString.CopyFrom(new byte[2_000_000]) } }));
        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public async Task Nobody_is_answered_without_the_token_of_a_pod_and_no_pod_too_often()
    {
        Assert.Equal(StatusCode.Unauthenticated, await RefusedAsync(null));
        Assert.Equal(StatusCode.Unauthenticated, await RefusedAsync("garbage"));
        Assert.Equal(StatusCode.Unauthenticated, await RefusedAsync(await here.TokenAsync(null, "another")));
        Assert.Equal(StatusCode.PermissionDenied, await RefusedAsync(await here.TokenAsync(null)));
        Assert.Equal(Outcome.Refused, (await AskAsync(new Request())).Outcome);

        var refused = 0;
        for (var i = 0; i < 100 && refused == 0; i++)
        {
            try
            {
                await AskAsync(new Request { Service = new ServiceChange { Reference = "none" } });
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.ResourceExhausted)
            {
                refused++;
            }
        }

        Assert.Equal(1, refused);
        // Others have their own measure.
        var other = await here.TokenAsync(await here.EnvironmentWithPodAsync("other"));
        await Eventually.TrueAsync(async () => (await AskAsync(new Request { Overview = new OverviewRequest() }, other)).Overview.Environment == "other", Soon, "the other environment is answered");
    }

    private Task<TestOperator> StartAsync() => TestOperator.StartAsync(
        here.Namespace,
        add: services =>
        {
            services.AddInformer(Kinds.Service, new InformerOptions<V1alpha1Service> { Namespace = here.Namespace, Indexes = AutomationIndexes.Services });
            services.AddInformer(Kinds.Task, new InformerOptions<V1alpha1Task> { Namespace = here.Namespace, Indexes = AutomationIndexes.Tasks });
            services.AddInformer(Kinds.TaskExecution, new InformerOptions<V1alpha1TaskExecution> { Namespace = here.Namespace, Indexes = AutomationIndexes.Executions });
            services.AddRequests();
        },
        map: app => app.MapRequests());

    private IStore<T> Store<T>()
        where T : class => @operator.Services.GetRequiredService<IStore<T>>();

    private async Task<Answer> AskAsync(Request request, string? identity = null) =>
        await new Client(channel).AskAsync(request, new Metadata { { "authorization", $"Bearer {identity ?? token}" } }, DateTime.UtcNow.AddMinutes(1));

    private async Task<StatusCode> RefusedAsync(string? identity)
    {
        var metadata = new Metadata();
        if (identity is not null) metadata.Add("authorization", $"Bearer {identity}");
        var request = new Request { Overview = new OverviewRequest() };
        return (await Assert.ThrowsAsync<RpcException>(async () => await new Client(channel).AskAsync(request, metadata))).StatusCode;
    }

    private async Task MakeAsync(string kind, string name, string spec)
    {
        var answer = await ResourceApi.Of(here.Client).PostAsync(CrdKinds.ObjectsPath(kind, here.Namespace), CrdKinds.Make(kind, spec, name));
        Assert.True(answer.IsSuccess, answer.Message);
        await Eventually.TrueAsync(() => IsSeen(kind, name), Soon, "it is seen");
    }

    private bool IsSeen(string kind, string name)
    {
        var key = new ResourceKey(here.Namespace, name);
        return kind switch
        {
            "Service" => Store<V1alpha1Service>().Get(key) is not null,
            "Task" => Store<V1alpha1Task>().Get(key) is not null,
            _ => Store<V1alpha1TaskExecution>().Get(key) is not null,
        };
    }

    private async Task<JsonNode> GetAsync(string kind, string name) =>
        (await ResourceApi.Of(here.Client).GetAsync($"{CrdKinds.ObjectsPath(kind, here.Namespace)}/{name}")).Body;
}
