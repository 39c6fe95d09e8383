using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.EndToEnd.Tests.Automations;
using Environs.EndToEnd.Tests.Installation;
using k8s;

namespace Environs.EndToEnd.Tests.Docker;

public sealed class DockerTaskTests(InstalledOperator @operator) : DockerTest(@operator)
{
    [Fact]
    public async Task A_step_runs_in_a_pod_of_any_image_after_what_it_depends_on()
    {
        var (environment, automations) = await StartAsync("app", Devbox);
        await DefineAsync("Task", environment, "prepare", """ "command": "echo prepared >step" """);
        await DefineAsync("Service", environment, "db", $$""" "runsOn": {"docker": {"image": "{{Here.Images.Busybox}}"} }, "commands": {"start": "mkdir /tmp/db; echo rows >/tmp/db/rows; exec httpd -f -p 5000 -h /tmp/db", "ready": "wget -q -O - http://localhost:5000/rows >/dev/null"} """);
        await DefineAsync("Task", environment, "build", $$"""
            "dependsOn": ["prepare", "db"], "runsOn": {"docker": {"image": "{{Here.Images.Busybox}}", "environment": ["A=1"]} },
            "command": "cat step; test ! -e /usr/bin/git; echo \"RESULT=$A $(cat step)\" >$ENVIRONS_OUTPUT; for i in 1 2 3 4 5 6 7 8 9; do wget -q -O rows http://db:5000/rows && break; sleep 1; done"
            """);
        var run = await automations.FinishedAsync(await automations.RunAsync("build"));
        Assert.Equal((TaskExecutionPhases.Succeeded, null), (run.Status!.Phase, run.Status.FailureMessage));
        var step = run.Status.Steps!.Single(step => step.Id == "build");
        Assert.Equal(("1 prepared", 0, true), (step.Output!["RESULT"], step.ExitCode, step.PodName is not null));
        Assert.Equal("rows", await environment.ExecAsync("cat /workspaces/app/rows"));
        // Of the step nothing is left; the service that it asked for goes on.
        await environment.PollAsync(async () => (await PodsAsync()) is [var one] && one.Metadata.Labels.ContainsKey("environs.dev/service-uid"), "the service alone is left", null);
        await automations.ServiceAsync("db", ServicePhases.Running);
    }

    [Fact]
    public async Task One_that_fails_keeps_its_log_until_its_environment_stops()
    {
        var (environment, automations) = await StartAsync("app", Devbox);
        await DefineAsync("Task", environment, "bad", $$""" "runsOn": {"docker": {"image": "{{Here.Images.Busybox}}"} }, "command": "echo no compiler; exit 7" """);
        var run = await automations.FinishedAsync(await automations.RunAsync("bad"));
        Assert.Equal(TaskExecutionPhases.Failed, run.Status!.Phase);
        Assert.Contains("no compiler", run.Status.FailureMessage);
        var step = Assert.Single(run.Status.Steps!);
        Assert.Equal(7, step.ExitCode);
        await environment.UntilLogAsync(null, "[bad] no compiler", step.PodName!);
        await environment.ApplyAsync((await environment.GetAsync()).Spec with { DesiredPhase = DesiredPhases.Stopped });
        await environment.StoppedAsync();
        await NoPodAsync(environment);
    }

    [Fact]
    public async Task One_that_runs_is_stopped_with_its_execution_and_lost_with_its_pod()
    {
        var (environment, automations) = await StartAsync("app", Devbox);
        await DefineAsync("Task", environment, "long", $$""" "runsOn": {"docker": {"image": "{{Here.Images.Busybox}}"} }, "command": "echo once >>long; sleep 1000" """);
        var stopped = await automations.RunAsync("long");
        await environment.UntilExecAsync("cat /workspaces/app/long || true", "once");
        await automations.PatchAsync("TaskExecution", stopped, new JsonObject { ["desiredPhase"] = "Stopped" });
        Assert.Equal(TaskExecutionPhases.Stopped, (await automations.FinishedAsync(stopped)).Status!.Phase);
        await NoPodAsync(environment);

        var lost = await automations.RunAsync("long");
        await environment.UntilExecAsync("cat /workspaces/app/long", "once\nonce");
        await Here.Client.CoreV1.DeleteNamespacedPodAsync((await PodsAsync()).Single().Metadata.Name, Here.Namespace, gracePeriodSeconds: 0);
        var run = await automations.FinishedAsync(lost);
        Assert.Equal(TaskExecutionPhases.Failed, run.Status!.Phase);
        Assert.Contains("pod", run.Status.FailureMessage);
        await NoPodAsync(environment);
        Assert.Equal("once\nonce", await environment.ExecAsync("cat /workspaces/app/long"));
    }
}
