using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Run;

/// <summary>How the processes of an environment end.</summary>
public sealed class StopTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Theory]
    // The limits are wide: a busy node takes its time beside the grace.
    [InlineData(300, 0, 200, "a process that ends when it is asked to is not waited for longer")]
    [InlineData(6, 200, 180, "one that does not end is ended after the class's grace")]
    [InlineData(45, 28, 300, "one that needs most of the grace gets it")]
    public async Task Processes_get_the_grace_of_the_class(int grace, int needed, int limit, string why)
    {
        var name = await Here.ClassAsync(new() { Image = Here.Images.Busybox, TerminationGracePeriodSeconds = grace, Storage = new() { Size = new("1Gi") } });
        var environment = await Here.RunAsync(name);
        await environment.ExecAsync($"setsid sh -c 'trap \"sleep {needed}; echo ended >/workspaces/said; exit\" TERM; echo $$ >/workspaces/ready; while :; do sleep 0.1; done' >/dev/null 2>&1 &");
        await environment.UntilExecAsync("test -s /workspaces/ready && echo yes", "yes");

        var started = TimeProvider.System.GetTimestamp();
        await environment.ApplyAsync(new() { DesiredPhase = DesiredPhases.Stopped, Machine = new() { Class = name } });
        await environment.StoppedAsync();
        Assert.True(TimeProvider.System.GetElapsedTime(started).TotalSeconds < limit, why);

        await environment.ApplyAsync(new() { Machine = new() { Class = name } });
        await environment.RunningAsync();
        Assert.Equal(needed < grace ? "ended" : "nothing", await environment.ExecAsync("cat /workspaces/said 2>/dev/null || echo nothing"));
    }
}
