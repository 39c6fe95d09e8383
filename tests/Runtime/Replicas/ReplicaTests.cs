using Environs.Runtime.Tests.Widgets;
using Environs.Support.Clusters;
using Environs.Support.Faults;
using k8s;

namespace Environs.Runtime.Tests.Replicas;

/// <summary>Two real processes, whose leader comes to harm. The lease is 8 s, the renew deadline 5 s, a look every half second.</summary>
[Trait("Category", "Cluster")]
public sealed class ReplicaTests : IAsyncLifetime
{
    private FaultProxy proxy = null!;
    private WidgetHost user = null!;
    private Replica leader = null!;
    private Replica follower = null!;

    public async ValueTask InitializeAsync()
    {
        proxy = await FaultProxy.StartAsync((await ClusterUnderTest.GetAsync()).Configuration());
        // Only the hands of a user: its own runtime never gets to lead.
        user = await WidgetHost.StartAsync(change: options => options with { LeaderElection = true, LeaseName = "other" }, beforeStart: host =>
        {
            host.Passes.During = (_, _) => throw new ResourceConflictException("", "not mine");
            return Task.CompletedTask;
        });
        leader = Replica.Start(proxy.Address, user.Namespace, "one");
        await Eventually.TrueAsync(async () => await HolderAsync() == "one", TimeSpan.FromSeconds(30), "the first process leads");
        follower = Replica.Start(proxy.Address, user.Namespace, "two");
        await Eventually.TrueAsync(() => follower.Log.Contains("is held by one", StringComparison.Ordinal), TimeSpan.FromSeconds(30), "the second one waits");
        await user.CreateAsync("w", 1);
        await user.ConvergedAsync("w", 1);
    }

    public async ValueTask DisposeAsync()
    {
        leader.Dispose();
        follower.Dispose();
        await user.DisposeAsync();
        await proxy.DisposeAsync();
    }

    [Fact]
    public async Task A_leader_that_is_killed_is_followed_after_the_lease_and_not_before()
    {
        leader.Send("KILL");
        var killed = DateTimeOffset.UtcNow;
        await user.ChangeAsync("w", """{"value":2}""");
        await user.ConvergedAsync("w", 2);
        var first = WritesBy("two")[0];
        // Its last renewal was at most the renew deadline ago when it died.
        Assert.InRange(first.At - killed, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(20));
        NoTermOverlaps();
    }

    [Fact]
    public async Task A_leader_that_is_told_to_end_hands_over_at_once()
    {
        leader.Send("TERM");
        await Eventually.TrueAsync(() => leader.Ended, TimeSpan.FromSeconds(30), "the leader ends");
        var ended = DateTimeOffset.UtcNow;
        Assert.Equal(0, leader.ExitCode);
        await user.ChangeAsync("w", """{"value":2}""");
        await user.ConvergedAsync("w", 2);
        // The next look, not the end of the lease.
        Assert.InRange(WritesBy("two")[0].At - ended, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(4));
        NoTermOverlaps();
    }

    [Fact]
    public async Task A_leader_that_was_frozen_writes_nothing_when_it_wakes_and_ends()
    {
        leader.Send("STOP");
        for (var number = 0; number < 20; number++)
            await user.CreateAsync($"w{number}", number);
        await user.ConvergedAsync("w19", 19);
        leader.Send("CONT");
        await Eventually.TrueAsync(() => leader.Ended, TimeSpan.FromSeconds(30), () => $"the old leader ends; the log:\n{leader.Log}");
        Assert.Equal(1, leader.ExitCode);
        Assert.Contains("has lost the lease", leader.Log);
        NoTermOverlaps();
    }

    [Fact]
    public async Task A_leader_that_cannot_reach_the_server_ends_before_its_lease_is_over_and_nobody_starts_in_vain()
    {
        var before = proxy.Requests.Count;
        proxy.Inject(request => request.UserAgent == "one" && request.IsLease, Fault.ServerError, 1000);
        await Eventually.TrueAsync(() => leader.Ended, TimeSpan.FromSeconds(30), () => $"the old leader ends; the log:\n{leader.Log}");
        Assert.Equal(1, leader.ExitCode);
        await user.ChangeAsync("w", """{"value":2}""");
        await user.ConvergedAsync("w", 2);
        Assert.InRange(proxy.Requests.Skip(before).Count(request => request.UserAgent == "one" && request.IsLease), 3, 25);
        NoTermOverlaps();
    }

    private async Task<string?> HolderAsync() =>
        (await user.Client.CoordinationV1.ReadNamespacedLeaseAsync("widgets", user.Namespace)).Spec.HolderIdentity;

    private List<ProxiedRequest> WritesBy(string identity) =>
        [.. proxy.Requests.Where(request => request.UserAgent == identity && request.IsWrite && !request.IsLease)];

    private void NoTermOverlaps()
    {
        Assert.NotEmpty(WritesBy("one"));
        Assert.NotEmpty(WritesBy("two"));
        Assert.True(WritesBy("one")[^1].At < WritesBy("two")[0].At, $"one wrote after two:\n{leader.Log}\n{follower.Log}");
    }
}
