using Environs.Runtime.Stores;
using k8s.Models;

namespace Environs.Runtime.Tests.Stores;

public sealed class StoreTests
{
    private readonly Store<V1Pod> store = new(new Dictionary<string, Func<V1Pod, IEnumerable<string>>>
    {
        ["node"] = pod => pod.Spec?.NodeName is { } node ? [node] : [],
    });

    [Fact]
    public void Indexes_follow_changes_and_removals()
    {
        store.Set(new("ns", "a"), Pod("a", "owner-1", "node-1"));
        store.Set(new("ns", "b"), Pod("b", "owner-1", "node-1"));
        Assert.Equal(2, store.OwnedBy("owner-1").Count);
        Assert.Equal(2, store.Indexed("node", "node-1").Count);

        store.Set(new("ns", "a"), Pod("a", "owner-2", "node-2"));
        Assert.Equal("b", Assert.Single(store.OwnedBy("owner-1")).Metadata.Name);
        Assert.Equal("a", Assert.Single(store.Indexed("node", "node-2")).Metadata.Name);

        store.Set(new("ns", "b"), null);
        Assert.Empty(store.OwnedBy("owner-1"));
        Assert.Empty(store.Indexed("node", "node-1"));
        Assert.Single(store.All());
    }

    [Fact]
    public void A_snapshot_does_not_change_with_the_store()
    {
        store.Set(new("ns", "a"), Pod("a", "o", "n"));
        var before = store.All();
        store.Set(new("ns", "b"), Pod("b", "o", "n"));
        Assert.Single(before);
        Assert.Equal(2, store.All().Count);
    }

    [Fact]
    public void An_unknown_index_names_those_that_there_are()
    {
        var error = Assert.Throws<ArgumentException>(() => store.Indexed("zone", "z"));
        Assert.Contains("\"zone\"", error.Message);
        Assert.Contains("node", error.Message);
    }

    [Fact]
    public async Task A_wait_ends_when_the_object_is_as_wanted_and_not_before()
    {
        var wait = store.WaitAsync(new("ns", "a"), pod => pod?.Spec.NodeName == "n", TestContext.Current.CancellationToken);
        store.Set(new("ns", "a"), Pod("a", "o", null));
        store.Set(new("ns", "b"), Pod("b", "o", "n"));
        Assert.False(wait.IsCompleted);
        store.Set(new("ns", "a"), Pod("a", "o", "n"));
        await wait.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await store.WaitAsync(new("ns", "c"), pod => pod is null, TestContext.Current.CancellationToken);
    }

    private static V1Pod Pod(string name, string owner, string? node) => new()
    {
        Metadata = new()
        {
            Name = name,
            NamespaceProperty = "ns",
            OwnerReferences = [new() { Uid = owner, ApiVersion = "v1", Kind = "X", Name = "x" }],
        },
        Spec = new() { NodeName = node },
    };
}
