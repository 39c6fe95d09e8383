using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;
using k8s;

namespace Environs.EndToEnd.Tests.Availability;

/// <summary>Two replicas, of which the leader goes while there is much to do.</summary>
[Alone]
public sealed class TakeoverTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    public async Task The_other_replica_takes_over_and_nothing_is_lost_or_made_twice(int? gracePeriod)
    {
        var environment = new TestEnvironment(Here, "x0");
        var leader = await Operator.SettledLeaderAsync();

        var spec = new EnvironmentSpec { Machine = new() { Class = await Here.TinyAsync() } };
        var creating = Parallel.ForAsync(0, 20, async (i, _) => await new TestEnvironment(Here, $"x{i}").ApplyAsync(spec));
        await environment.PollAsync(async () => await environment.PodAsync() is not null, "the first pod is made", null);
        await Here.Client.CoreV1.DeleteNamespacedPodAsync(leader, InstalledOperator.Namespace, gracePeriodSeconds: gracePeriod);
        await creating;

        for (var i = 0; i < 20; i++)
        {
            var status = await new TestEnvironment(Here, $"x{i}").RunningAsync();
            Assert.Null(status.Machine!.Recreations);
        }

        Assert.NotEqual(leader, await Operator.LeaderAsync());
        if (Operator.Audit is { } audit)
        {
            var made = (await audit.WritesAsync(Here.Namespace)).Where(write => write.StartsWith("create pods", StringComparison.Ordinal)).ToList();
            Assert.Equal(made.Distinct().Count(), made.Count);
            Assert.Equal(20, made.Count);
            // One after the other: had the old leader written once more after the new one began, there would be a third turn.
            Assert.Equal([$"environs-operator-{leader}", $"environs-operator-{await Operator.LeaderAsync()}"], await audit.WritersAsync(Here.Namespace));
        }
    }
}
