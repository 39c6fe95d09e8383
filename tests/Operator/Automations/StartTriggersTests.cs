using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Tests.Supervision;
using Environs.Runtime;
using Environs.Support;
using Environs.Support.Clusters;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Environs.Operator.Tests.Automations;

/// <summary>The executions of a start, in an API server with a quota.</summary>
[Trait("Category", "Cluster")]
public sealed class StartTriggersTests : IAsyncLifetime
{
    private const string Count = "count/taskexecutions.environs.dev";
    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private Inhabitants here = null!;
    private TestOperator @operator = null!;
    private StartTriggers triggers = null!;
    private V1alpha1Environment environment = null!;

    public async ValueTask InitializeAsync()
    {
        here = await Inhabitants.SettleAsync();
        @operator = await TestOperator.StartAsync(here.Namespace);
        triggers = new(@operator.Services.GetRequiredService<IResourceWriter>(), Options.Create(new OperatorOptions { RefusalDelay = TimeSpan.FromMinutes(1) }), time);
        var uid = await here.EnvironmentAsync("demo");
        environment = Work.Environment(made => (made.Metadata.NamespaceProperty, made.Metadata.Uid) = (here.Namespace, uid));
    }

    public async ValueTask DisposeAsync()
    {
        await @operator.DisposeAsync();
        await here.DisposeAsync();
    }

    [Fact]
    public async Task One_that_is_refused_keeps_none_of_the_others_and_comes_later_while_none_runs_twice()
    {
        await QuotaAsync(1);
        var scope = new AutomationScope([], [.. new[] { "a", "b", "c" }.Select(Task)]);

        var (status, again) = await FireAsync(scope, null);
        Assert.Equal((Work.Container, TimeSpan.FromMinutes(1)), (status.Container, again));
        Assert.NotNull(status.FiredAt);
        Assert.Equal(2, status.Refused!.Count);
        Assert.Contains("task \"b\" and 1 more", status.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("exceeded quota", status.FailureMessage, StringComparison.Ordinal);
        Assert.Equal(["a"], await MadeAsync());

        // Before its time nobody asks again.
        await QuotaAsync(10);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal((status, TimeSpan.FromSeconds(1)), await FireAsync(scope, status));
        Assert.Equal(["a"], await MadeAsync());

        // What has run and was deleted since is not run again.
        await DeleteAllAsync();
        time.Advance(TimeSpan.FromSeconds(1));
        var (healed, none) = await FireAsync(scope, status);
        Assert.Equal((null, null, null, status.FiredAt), (none, healed.Refused, healed.FailureMessage, healed.FiredAt));
        Assert.Equal(["b", "c"], await MadeAsync());
        Assert.Equal((healed, null), await FireAsync(scope, healed));
    }

    [Fact]
    public async Task What_stays_refused_is_tried_less_and_less_often_up_to_a_limit_and_anew_by_the_next_container()
    {
        await QuotaAsync(0);
        var scope = new AutomationScope([], [Task("a")]);
        TriggersStatus? status = null;
        foreach (var minutes in new[] { 1, 2, 4, 5, 5 })
        {
            (status, var again) = await FireAsync(scope, status);
            Assert.Equal(TimeSpan.FromMinutes(minutes), again);
            time.Advance(TimeSpan.FromMinutes(minutes));
        }

        var (next, soon) = await triggers.FireAsync(environment, scope, "pod-uid/c2", status, TestContext.Current.CancellationToken);
        Assert.Equal(("pod-uid/c2", TimeSpan.FromMinutes(1)), (next.Container, soon));
        Assert.NotEqual(status!.Refused!.Single(), next.Refused!.Single());
    }

    [Fact]
    public async Task A_server_that_fails_is_no_refusal_and_nothing_is_recorded()
    {
        using var leaving = new CancellationTokenSource();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => triggers.FireAsync(environment, new AutomationScope([], [Task("a")]), Work.Container, null, leaving.Token));
    }

    private Task<(TriggersStatus Status, TimeSpan? LookAgain)> FireAsync(AutomationScope scope, TriggersStatus? before) =>
        triggers.FireAsync(environment, scope, Work.Container, before, TestContext.Current.CancellationToken);

    private V1alpha1Task Task(string reference)
    {
        var task = Work.Task(reference);
        (task.Metadata.NamespaceProperty, task.Spec.TriggeredBy) = (here.Namespace, ["PostDevcontainerStart"]);
        return task;
    }

    private async Task QuotaAsync(int most)
    {
        var spec = new V1ResourceQuotaSpec { Hard = new Dictionary<string, ResourceQuantity> { [Count] = new($"{most}") } };
        var quotas = (await here.Client.CoreV1.ListNamespacedResourceQuotaAsync(here.Namespace)).Items;
        if (quotas.Count == 0) await here.Client.CoreV1.CreateNamespacedResourceQuotaAsync(new V1ResourceQuota { Metadata = new() { Name = "few" }, Spec = spec }, here.Namespace);
        else await here.Client.CoreV1.PatchNamespacedResourceQuotaAsync(new V1Patch(new JsonObject { ["spec"] = new JsonObject { ["hard"] = new JsonObject { [Count] = $"{most}" } } }.ToJsonString(), V1Patch.PatchType.MergePatch), "few", here.Namespace);
        // Admission goes by what the controller has written.
        await Eventually.TrueAsync(
            async () => (await here.Client.CoreV1.ReadNamespacedResourceQuotaAsync("few", here.Namespace)).Status?.Hard?.TryGetValue(Count, out var hard) == true && hard.ToString() == $"{most}",
            TimeSpan.FromSeconds(60), "the quota is in force");
    }

    private async Task<string[]> MadeAsync() =>
        [.. (await ExecutionsAsync()).Select(execution => (string)execution["spec"]!["taskRef"]!["name"]!).Order(StringComparer.Ordinal)];

    private async Task DeleteAllAsync()
    {
        foreach (var execution in await ExecutionsAsync())
            await ResourceApi.Of(here.Client).DeleteAsync($"{CrdKinds.ObjectsPath("TaskExecution", here.Namespace)}/{(string)execution["metadata"]!["name"]!}");
    }

    private async Task<IEnumerable<JsonNode>> ExecutionsAsync() =>
        (await ResourceApi.Of(here.Client).GetAsync(CrdKinds.ObjectsPath("TaskExecution", here.Namespace))).Body["items"]!.AsArray().OfType<JsonNode>();
}
