using Environs.Crds;
using Environs.Operator.Cluster;
using Environs.Operator.Environments;
using Environs.Operator.NetworkPolicies;
using Environs.Operator.Tests.Environments;
using Environs.Operator.Tests.Supervision;
using Environs.Runtime;
using Environs.Support.Clusters;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Tests.NetworkPolicies;

/// <summary>Against a real API server: what is written, and that nothing is written twice.</summary>
[Trait("Category", "Cluster")]
public sealed class NetworkPolicyKeeperTests
{
    private const string Name = "environs-demo";
    private static readonly EnvironmentPlan NewPod = new() { CreatePod = new V1Pod() };

    [Fact]
    public async Task It_is_written_once_and_again_whenever_it_says_something_else()
    {
        await using var here = await Inhabitants.SettleAsync();
        var environment = await EnvironmentAsync(here);
        await using var host = await HostAsync(here);
        var keeper = Keeper(host);

        await keeper.KeepAsync(State(environment), new(), default);
        Assert.Empty((await here.Client.NetworkingV1.ListNamespacedNetworkPolicyAsync(here.Namespace)).Items);

        await keeper.KeepAsync(State(environment), NewPod, default);
        var written = await ReadAsync(here);
        Assert.Equal(environment.Metadata.Uid, written.Metadata.OwnerReferences.Single().Uid);
        await keeper.KeepAsync(State(environment), NewPod, default);
        Assert.Equal(written.Metadata.ResourceVersion, (await ReadAsync(here)).Metadata.ResourceVersion);

        await keeper.KeepAsync(State(environment, EgressPolicies.None), NewPod, default);
        var closed = await ReadAsync(here);
        Assert.Equal(written.Spec.Egress.Count - 1, closed.Spec.Egress.Count);
        await keeper.KeepAsync(State(environment, EgressPolicies.None), NewPod, default);
        // A class that is gone changes nothing.
        await keeper.KeepAsync(State(environment, EgressPolicies.None) with { Class = new("small", null) }, NewPod, default);
        Assert.Equal(closed.Metadata.ResourceVersion, (await ReadAsync(here)).Metadata.ResourceVersion);

        await EditAsync(here, host, """{"spec":{"podSelector":{"matchLabels":{"nobody":"this"}},"ingress":[{}],"policyTypes":["Ingress"]}}""", seen => seen is { Spec.PolicyTypes.Count: 1 });
        await keeper.KeepAsync(State(environment, EgressPolicies.None), NewPod, default);
        await AssertIsAsync(here, environment, EgressPolicies.None);

        await EditAsync(here, host, """{"metadata":{"labels":null},"spec":{"ingress":[{}]}}""", seen => seen is null);
        await keeper.KeepAsync(State(environment, EgressPolicies.None), NewPod, default);
        await AssertIsAsync(here, environment, EgressPolicies.None);

        await Keeper(host, isOn: false).KeepAsync(State(environment), NewPod, default);
        Assert.Empty((await here.Client.NetworkingV1.ListNamespacedNetworkPolicyAsync(here.Namespace)).Items);
    }

    [Fact]
    public async Task One_of_somebody_elses_is_left_alone_and_there_is_no_pod_without_a_policy()
    {
        await using var here = await Inhabitants.SettleAsync();
        var environment = await EnvironmentAsync(here);
        await using var host = await HostAsync(here);
        var theirs = await here.Client.NetworkingV1.CreateNamespacedNetworkPolicyAsync(new() { Metadata = new() { Name = Name }, Spec = new() { PodSelector = new() } }, here.Namespace);

        var conflict = await Assert.ThrowsAsync<ResourceConflictException>(() => Keeper(host).KeepAsync(State(environment), NewPod, default));

        Assert.Equal("AlreadyExists", conflict.Reason);
        Assert.Equal(theirs.Metadata.ResourceVersion, (await ReadAsync(here)).Metadata.ResourceVersion);
    }

    [Fact]
    public async Task With_a_class_that_is_gone_a_new_one_lets_nothing_out()
    {
        await using var here = await Inhabitants.SettleAsync();
        var environment = await EnvironmentAsync(here);
        await using var host = await HostAsync(here);

        await Keeper(host).KeepAsync(State(environment) with { Class = new("small", null) }, NewPod, default);

        await AssertIsAsync(here, environment, EgressPolicies.None);
    }

    private static async Task<V1alpha1Environment> EnvironmentAsync(Inhabitants here)
    {
        var uid = await here.EnvironmentAsync("demo");
        return Some.Environment(made => (made.Metadata.NamespaceProperty, made.Metadata.Uid) = (here.Namespace, uid));
    }

    private static Task<TestOperator> HostAsync(Inhabitants here) => TestOperator.StartAsync(here.Namespace, add: services =>
        services.AddInformer(Kinds.NetworkPolicy, new InformerOptions<V1NetworkPolicy> { Namespace = here.Namespace, LabelSelector = EnvironmentNames.ManagedBySelector }));

    private static NetworkPolicyKeeper Keeper(TestOperator host, bool isOn = true) => ActivatorUtilities.CreateInstance<NetworkPolicyKeeper>(
        host.Services, Options.Create(Some.Options with { NetworkPolicy = new() { IsOn = isOn } }));

    private static EnvironmentState State(V1alpha1Environment environment, string? policy = null) =>
        Some.State(environment, @class: Some.Class(change: made => made.Spec.Egress = new() { Policy = policy }));

    private static Task<V1NetworkPolicy> ReadAsync(Inhabitants here) => here.Client.NetworkingV1.ReadNamespacedNetworkPolicyAsync(Name, here.Namespace);

    private static async Task EditAsync(Inhabitants here, TestOperator host, string change, Func<V1NetworkPolicy?, bool> isSeen)
    {
        await here.Client.NetworkingV1.PatchNamespacedNetworkPolicyAsync(new V1Patch(change, V1Patch.PatchType.MergePatch), Name, here.Namespace);
        var store = host.Services.GetRequiredService<IStore<V1NetworkPolicy>>();
        await Eventually.TrueAsync(() => isSeen(store.Get(new ResourceKey(here.Namespace, Name))), TimeSpan.FromSeconds(10), "the edit is seen");
    }

    private static async Task AssertIsAsync(Inhabitants here, V1alpha1Environment environment, string policy)
    {
        var present = await ReadAsync(here);
        Assert.True(EnvironmentNetworkPolicy.IsInStep(environment, present, EnvironmentNetworkPolicy.Build(environment, new() { Policy = policy }, Some.Options, here.Namespace)));
        Assert.Equal("environs", present.Metadata.Labels["app.kubernetes.io/managed-by"]);
    }
}
