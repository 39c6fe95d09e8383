using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.EndToEnd.Tests.Automations;
using Environs.EndToEnd.Tests.Devcontainers;
using Environs.EndToEnd.Tests.Installation;
using Environs.Support.Clusters;

namespace Environs.EndToEnd.Tests.Command;

/// <summary>The command <c>environs</c>, as somebody calls it who has come in by kubectl exec, or whose commands the supervisor runs.</summary>
public sealed class CommandTests(InstalledOperator @operator) : DevcontainerTest(@operator)
{
    private const string File = """
        services:
          web:
            name: Web
            commands:
              start: echo hello; exec sleep 1000
        tasks:
          build:
            name: Build
            command: id -un; environs service list -o json
          endless:
            name: Endless
            command: exec sleep 1000

        """;

    [Fact]
    public async Task Root_and_remote_user_see_to_services_tasks_and_their_file()
    {
        var environment = await ApplyAsync(
            Busybox, (".devcontainer.json", $$"""{ "image": "{{Here.Images.Content}}", "remoteUser": "daemon" }"""), (".ona/automations.yaml", File));
        await environment.RunningAsync();
        var automations = new TestAutomations(Here, environment);
        await environment.PollAsync(async () => (await automations.TasksAsync()).Count == 2, "the file's tasks are there", null);

        // By its name alone, as the container runs as root.
        Assert.Contains($"{environment.Name} (namespace {Here.Namespace})", await SaidAsync(environment, "environs", "status"), StringComparison.Ordinal);

        await SaidAsync(environment, "environs", "service", "start", "web", "--wait");
        var web = await automations.ServiceAsync("web", ServicePhases.Running);
        Assert.Equal((null, "Running"), (web.Spec.DesiredPhase, web.Status!.RequestedPhase!.Phase));
        Assert.Equal("hello\n", await SaidAsync(environment, "environs", "service", "logs", "web"));
        Assert.Contains("already", await SaidAsync(environment, "environs", "service", "start", "web"), StringComparison.Ordinal);

        await SaidAsync(environment, "environs", "task", "start", "build", "--wait");
        var log = (await SaidAsync(environment, "environs", "task", "logs", "build")).Split('\n', 2);
        Assert.Equal(("daemon", "Running"), (log[0], (string)JsonNode.Parse(log[1])![0]!["phase"]!));
        Assert.Equal(AutomationTriggers.Manual, (await automations.ExecutionsAsync("build")).Single().Status!.StartedBy);

        await SaidAsync(environment, "environs", "task", "start", "endless");
        var endless = (await automations.ExecutionsAsync("endless")).Single().Metadata.Name;
        await automations.RunningAsync(endless, "endless");
        await SaidAsync(environment, "environs", "task", "stop", "endless");
        Assert.Equal(TaskExecutionPhases.Stopped, (await automations.FinishedAsync(endless)).Status!.Phase);

        await SaidAsync(environment, "environs", "service", "stop", "web", "--wait");
        await automations.ServiceAsync("web", ServicePhases.Stopped);
        // What the spec says now is newer than the request.
        await automations.PatchAsync("Service", automations.Name("web"), new JsonObject { ["desiredPhase"] = "Running" });
        await automations.ServiceAsync("web", ServicePhases.Running);

        var unknown = await TryAsync("environs", "service", "start", "wbe");
        Assert.Equal((3, true), (unknown.ExitCode, unknown.Errors.Contains("There are: web", StringComparison.Ordinal)));

        await environment.ExecAsync($"printf '  greet:\\n    name: Greet\\n    command: echo hi\\n' >>{Folder}/.ona/automations.yaml");
        Assert.Contains("in force", await SaidAsync(environment, "environs", "automations", "update"), StringComparison.Ordinal);
        Assert.Contains((await automations.TasksAsync()).Select(task => task.Spec.Reference), reference => reference == "greet");
        await environment.ExecAsync($"printf '    nmae: x\\n' >>{Folder}/.ona/automations.yaml");
        var invalid = await TryAsync("environs", "automations", "validate");
        Assert.Equal(1, invalid.ExitCode);
        Assert.Contains($"{Folder}/.ona/automations.yaml:16:5: \"nmae\" is not a field", invalid.Errors, StringComparison.Ordinal);
        Assert.Equal(1, (await TryAsync("environs", "automations", "update")).ExitCode);

        Task<ProgramResult> TryAsync(params string[] line) => RunAsync(environment, line);
    }

    [Fact]
    public async Task A_user_without_rights_in_an_image_of_busybox_does_too()
    {
        var environment = await ApplyAsync(
            Devbox with { PodSecurityLevel = PodSecurityLevels.Restricted, Storage = null },
            (".devcontainer.json", $$"""{ "image": "{{Here.Images.Busybox}}", "remoteUser": "1000" }"""), (".ona/automations.yaml", File));
        await environment.RunningAsync();
        var automations = new TestAutomations(Here, environment);
        await environment.PollAsync(async () => (await automations.TasksAsync()).Count == 2, "the file's tasks are there", null);

        await SaidAsync(environment, "/environs/bin/environs", "service", "start", "web", "--wait");
        Assert.Equal("hello\n", await SaidAsync(environment, "/environs/bin/environs", "service", "logs", "web"));
        await SaidAsync(environment, "/environs/bin/environs", "task", "start", "endless");
        Assert.Contains("endless", await SaidAsync(environment, "/environs/bin/environs", "task", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_an_image_that_holds_nothing_it_is_called_by_its_path()
    {
        var environment = await Here.ApplyAsync(new() { Machine = new() { Class = await Here.ClassAsync(new() { Image = Here.Images.Supervisor, TerminationGracePeriodSeconds = 5 }) } });
        await environment.RunningAsync();
        Assert.Contains("Phase        Running", await SaidAsync(environment, "/environs/bin/environs", "status"), StringComparison.Ordinal);
        await SaidAsync(environment, "/environs/bin/environs", "keep-alive", "--for", "1h");
        await SaidAsync(environment, "/environs/bin/environs", "port", "list");
        Assert.Contains("Usage", await SaidAsync(environment, "/environs/bin/environs", "--help"), StringComparison.Ordinal);
    }

    // The supervisor may not be connected yet.
    private async Task<string> SaidAsync(TestEnvironment environment, params string[] line)
    {
        ProgramResult? result = null;
        await environment.PollAsync(async () => (result = await RunAsync(environment, line)).ExitCode != 5, $"{string.Join(' ', line)} reaches the operator", null);
        Assert.True(result!.ExitCode == 0, $"{string.Join(' ', line)} exits with {result.ExitCode}: {result.Output}{result.Errors}");
        return result.Output;
    }

    private Task<ProgramResult> RunAsync(TestEnvironment environment, params string[] line) => Here.KubectlAsync(["exec", environment.Name, "-c", "dev", "--", .. line]);
}
