using Environs.Runtime.Tests.Widgets;
using Environs.Support.Clusters;

namespace Environs.Runtime.Tests.Controllers;

[Trait("Category", "Cluster")]
public sealed class ControllerSettingsTests
{
    [Fact]
    public async Task A_pass_that_takes_too_long_is_cancelled_and_tried_again()
    {
        await using var host = await WidgetHost.StartAsync(change: options => options with { PassTimeout = TimeSpan.FromSeconds(1) });
        var first = true;
        host.Passes.During = (_, cancellation) =>
        {
            var wait = first ? Task.Delay(Timeout.Infinite, cancellation) : Task.CompletedTask;
            first = false;
            return wait;
        };
        await host.CreateAsync("one", 1);
        await host.ConvergedAsync("one", 1);
        Assert.Contains(host.Log.At(Microsoft.Extensions.Logging.LogLevel.Error), line => line.Contains("longer than 1 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pass_that_does_not_finish_is_cancelled_when_the_stop_takes_too_long()
    {
        await using var host = await WidgetHost.StartAsync(change: options => options with { StopLimit = TimeSpan.FromSeconds(1) });
        host.Passes.During = (_, cancellation) => Task.Delay(Timeout.Infinite, cancellation);
        await host.CreateAsync("one", 1);
        await Eventually.TrueAsync(() => host.Passes.Running == 1, TimeSpan.FromSeconds(30), "the pass runs");
        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(0, host.Passes.Running);
    }

    [Fact]
    public async Task Settings_that_contradict_each_other_end_the_process()
    {
        await using var host = await WidgetHost.StartAsync(change: options => options with { RenewDeadline = TimeSpan.FromMinutes(1) });
        await Eventually.TrueAsync(() => !host.Health.IsLive, TimeSpan.FromSeconds(30), "the runtime gives up");
        Assert.Contains("RenewDeadline", host.Health.Problem);
    }
}
