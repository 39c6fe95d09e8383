using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Trouble;

/// <summary>The same with the operator's real waits, for as long as the bound speaks of.</summary>
[Trait("Category", "Slow")]
[Alone]
public sealed class PatienceSlowTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Fact]
    public async Task Ten_minutes_of_what_cannot_run_cost_at_most_twenty_passes_each()
    {
        await Operator.UpgradeAsync(
            ("OPERATOR__RECREATIONDELAY", "00:01:00"), ("OPERATOR__RECREATIONDELAYLIMIT", "00:05:00"), ("OPERATOR__SCHEDULINGGRACE", "00:00:10"),
            ("OPERATOR__RESTARTGRACE", "00:00:10"), ("OPERATOR__REFUSALDELAY", "00:01:00"));
        try
        {
            var started = TimeProvider.System.GetTimestamp();
            var broken = await BrokenEnvironments.ApplyAsync(Here);
            await Task.Delay(TimeSpan.FromMinutes(10) - TimeProvider.System.GetElapsedTime(started), TestContext.Current.CancellationToken);
            foreach (var environment in broken)
            {
                var passes = await Operator.PassesAsync(Here.Namespace, environment.Name);
                Assert.True(passes is >= 1 and <= 20, $"{environment.Name}: {passes} passes");
            }
        }
        finally
        {
            await Operator.UpgradeAsync();
        }
    }
}
