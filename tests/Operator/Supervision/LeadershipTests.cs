using Environs.Support.Clusters;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Environs.Operator.Tests.Supervision;

/// <summary>Two replicas with a lease.</summary>
[Trait("Category", "Cluster")]
public sealed class LeadershipTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Only_the_leader_takes_streams_and_the_next_one_has_the_same_certificate()
    {
        await using var here = await Inhabitants.SettleAsync();
        await using var one = await TestOperator.StartAsync(here.Namespace, identity: "one");
        await using var two = await TestOperator.StartAsync(here.Namespace, identity: "two");
        Assert.Equal((true, false), (one.IsLeading, two.IsLeading));
        Assert.Equal(one.Bundle, two.Bundle);
        var pod = await here.EnvironmentWithPodAsync("a");
        var token = await here.TokenAsync(pod);
        var trusted = one.Authorities();

        using var early = new Dialler(two.Port, trusted, token);
        var refusal = await early.EndAsync();
        Assert.Equal((StatusCode.Unavailable, "not leading: the leader is one"), (refusal.StatusCode, refusal.Detail));
        using var counted = new Counted(one.Services, "environs_supervision_streams");
        using var dialler = new Dialler(one.Port, trusted, token);
        await dialler.SayAsync("dev", "x");
        await Eventually.TrueAsync(() => one.Supervisors.Get(pod.Metadata.Uid, "dev") is { IsConnected: true }, Soon, "it is connected");
        Assert.Equal(1, counted.Total);

        await one.StopAsync();
        Assert.Equal(StatusCode.Unavailable, (await dialler.EndAsync()).StatusCode);
        Assert.Equal(0, counted.Total);
        await Eventually.TrueAsync(() => two.IsLeading, Soon, "the other leads");
        using var again = new Dialler(two.Port, trusted, token);
        await again.SayAsync("dev", "x");
        await Eventually.TrueAsync(() => two.Supervisors.Get(pod.Metadata.Uid, "dev") is { IsConnected: true }, Soon, () => two.Log.All);
        Assert.DoesNotContain("not_leading", two.Log.All, StringComparison.Ordinal);
    }
}
