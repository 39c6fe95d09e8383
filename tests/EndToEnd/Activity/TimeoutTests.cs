using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Activity;

/// <summary>An environment that nobody works in stops, and comes back; one that somebody works in does not.</summary>
public sealed class TimeoutTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    private const string Limit = "30s";

    [Fact]
    public async Task One_that_nobody_works_in_is_stopped_keeps_its_volume_and_is_started_by_a_request()
    {
        var environment = await RunAsync();
        // Load in the background is nobody's work.
        await environment.ExecAsync("echo mine >/workspaces/mine; while :; do echo load; sleep 1; done >/tmp/load 2>&1 &");

        var status = await environment.StoppedAsync();

        Assert.Equal($"Nobody has worked in it for {Limit}.", status.Machine!.Timeout);
        Assert.Equal(("True", "Timeout"), (Idle(status).Status, Idle(status).Reason));
        Assert.Null(await environment.PodAsync());
        Assert.True(await environment.HasVolumeAsync());
        var spec = (await environment.GetAsync()).Spec;
        Assert.Equal((null, null), (spec.DesiredPhase, spec.Machine!.Session));

        await RequestAsync("Running");
        status = await environment.RunningAsync();
        Assert.Null(status.Machine!.Timeout);
        Assert.Equal("mine", (await environment.ExecAsync("cat /workspaces/mine")).Trim());

        await environment.StoppedAsync();
        await RequestAsync("Running@again");
        await environment.RunningAsync();
        await RequestAsync("Stopped");
        status = await environment.StoppedAsync();
        Assert.Null(status.Machine!.Timeout);

        spec.Machine.Session = "2";
        await environment.ApplyAsync(spec);
        await environment.RunningAsync();
    }

    [Fact]
    public async Task One_that_somebody_types_in_goes_on_until_they_stop()
    {
        var environment = await RunAsync();
        var before = await environment.StatusAsync();
        using (var terminal = await Terminal.OpenAsync(Operator, Here.Namespace, environment.Name))
        {
            for (var i = 0; i < 15; i++)
            {
                await terminal.TypeAsync("true");
                // As long as people think; twice the limit in all.
                await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
                Assert.Equal(EnvironmentPhases.Running, (await environment.StatusAsync()).Phase);
            }

            var status = await environment.UntilAsync(status => status.ActivitySignal is not null, "activity is told");
            Assert.Equal("Terminal", status.ActivitySignal!.Source);
            Assert.Equal(before.Machine!.PodUid, status.Machine!.PodUid);
        }

        await environment.StoppedAsync();
    }

    [Fact]
    public async Task A_limit_that_is_too_short_for_the_class_is_refused_with_its_name()
    {
        var environment = await Here.ApplyAsync(new() { Machine = new() { Class = await Here.TinyAsync() }, Timeout = new() { Disconnected = "1m" } });
        var status = await environment.UntilReasonAsync("InvalidResource");
        Assert.Contains("spec.timeout.disconnected", status.RunnerAck!.Message, StringComparison.Ordinal);

        await environment.ApplyAsync(new() { Machine = new() { Class = await Here.TinyAsync() }, Timeout = new() { Disconnected = "30m" } });
        status = await environment.RunningAsync();
        Assert.Contains("30m", Idle(status).Message, StringComparison.Ordinal);
    }

    private static k8s.Models.V1Condition Idle(EnvironmentStatus status) => TestEnvironment.Condition(status, EnvironmentConditions.Idle)!;

    private async Task<TestEnvironment> RunAsync() => await Here.RunAsync(await Here.ClassAsync(
        new() { Image = Here.Images.Busybox, TerminationGracePeriodSeconds = 5, Storage = new() { Size = new("1Gi") }, Timeouts = new() { Disconnected = Limit } }));

    private async Task RequestAsync(string phase) =>
        _ = (await Here.KubectlAsync("annotate", "--overwrite", "environment", "x", $"environs.dev/requested-phase={phase}")).Text;
}
