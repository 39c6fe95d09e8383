using System.Globalization;
using Environs.Crds;
using Environs.EndToEnd.Tests.Availability;
using Environs.EndToEnd.Tests.Installation;
using k8s;

namespace Environs.EndToEnd.Tests.Docker;

/// <summary>Who works in the dev container follows logs wherever they are written.</summary>
[Alone]
public sealed class FollowedLogTests(InstalledOperator @operator) : DockerTest(@operator)
{
    private const string Count = """ "desiredPhase": "Running", "commands": {"start": "i=0; while true; do echo line $i; i=$((i+1)); sleep 0.1; done"} """;

    [Fact]
    public async Task Services_in_dev_in_machine_and_in_docker_are_followed_live_from_their_start_while_the_operator_is_replaced()
    {
        var (environment, automations) = await StartAsync("app", Devbox);
        await DefineAsync("Service", environment, "here", Count);
        await DefineAsync("Service", environment, "beside", $$"""{{Count}}, "runsOn": {"machine": {} } """);
        await DefineAsync("Service", environment, "apart", $$"""{{Count}}, "runsOn": {"docker": {"image": "{{Here.Images.Busybox}}"} } """);
        string[] references = ["here", "beside", "apart"];
        foreach (var reference in references) await automations.ServiceAsync(reference, ServicePhases.Running);
        foreach (var reference in references)
            await environment.ExecAsync($"cd /tmp; nohup /environs/bin/environs service logs {reference} -f >{reference}.out 2>{reference}.err </dev/null &");
        foreach (var reference in references) await UntilAsync(environment, reference, 20);

        var leader = await Operator.SettledLeaderAsync();
        await Here.Client.CoreV1.DeleteNamespacedPodAsync(leader, InstalledOperator.Namespace, gracePeriodSeconds: 0);
        await Operator.SettledLeaderAsync();
        var now = new Dictionary<string, int>();
        foreach (var reference in references) now[reference] = (await LinesAsync(environment, reference)).Length;
        foreach (var reference in references) await UntilAsync(environment, reference, now[reference] + 50);

        // From the first on, none twice, none left out.
        foreach (var reference in references)
        {
            var lines = await LinesAsync(environment, reference);
            Assert.Equal(Enumerable.Range(0, lines.Length).Select(i => $"line {i.ToString(CultureInfo.InvariantCulture)}"), lines);
        }

        // The log of one apart goes with its pod, and who follows it is told.
        await environment.ExecAsync("/environs/bin/environs service stop apart --wait");
        await environment.UntilExecAsync("cat /tmp/apart.err | tail -n 1 | cut -c -42", "The log has ended: what wrote it is gone w");
    }

    [Fact]
    public async Task A_task_s_log_is_shown_wherever_it_ran()
    {
        var (environment, automations) = await StartAsync("app", Devbox);
        await DefineAsync("Task", environment, "beside", """ "command": "echo from machine", "runsOn": {"machine": {} } """);
        await DefineAsync("Task", environment, "apart", $$""" "command": "echo from docker; exit 3", "runsOn": {"docker": {"image": "{{Here.Images.Busybox}}"} } """);
        Assert.Equal(TaskExecutionPhases.Succeeded, (await automations.FinishedAsync(await automations.RunAsync("beside"))).Status!.Phase);
        Assert.Equal(TaskExecutionPhases.Failed, (await automations.FinishedAsync(await automations.RunAsync("apart"))).Status!.Phase);
        await environment.UntilExecAsync("/environs/bin/environs task logs beside -f", "from machine");
        await environment.UntilExecAsync("/environs/bin/environs task logs apart -f", "from docker");
    }

    private Task UntilAsync(TestEnvironment environment, string reference, int lines) =>
        environment.PollAsync(async () => (await LinesAsync(environment, reference)).Length >= lines, $"{lines} lines of {reference} are there", null);

    // The last may be half of one.
    private static async Task<string[]> LinesAsync(TestEnvironment environment, string reference) =>
        [.. (await environment.ExecAsync($"cat /tmp/{reference}.out; echo end")).Split('\n').SkipLast(1)];
}
