using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Trouble;

/// <summary>What cannot run keeps nobody busy.</summary>
public sealed class PatienceTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Fact]
    public async Task Two_minutes_of_what_cannot_run_cost_at_most_fourteen_passes_each_with_all_that_was_before()
    {
        var broken = (await BrokenEnvironments.ApplyAsync(Here)).Where(environment => environment.Name != "pod").ToList();
        var before = await PassesAsync(broken);
        Assert.All(before, passes => Assert.InRange(passes, 1, 12));

        // What the API server refuses is tried again by a wait of ours, which all tests shorten: the slow test sees to that.
        await Task.Delay(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        var after = await PassesAsync(broken);
        // Kubelet tries four times, and the container machine comes up and says what it sees. Twenty in ten minutes are the bar.
        Assert.All(broken.Zip(before, after), one => Assert.True(one.Third <= 14 && one.Third - one.Second <= 6, $"{one.First.Name}: {one.Second} passes at first, {one.Third} in all"));
    }

    private Task<IReadOnlyList<int>> PassesAsync(IEnumerable<TestEnvironment> environments) =>
        Operator.PassesAsync(Here.Namespace, [.. environments.Select(environment => environment.Name)]);
}
