using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Automations;

/// <summary>A web server, the database that it needs, and a task that fills it, from apply to delete.</summary>
public sealed class WebApplicationTests(InstalledOperator @operator) : AutomationsTest(@operator)
{
    private const string Folder = "/workspaces/web";

    [Fact]
    public async Task Comes_up_stops_starts_again_follows_its_file_and_goes()
    {
        var (environment, automations) = await StartAsync("web", Devbox);

        // Up, in order, by itself.
        await automations.ServiceAsync("database", ServicePhases.Running);
        var web = await automations.ServiceAsync("web", ServicePhases.Running);
        Assert.Equal("http://localhost:8000/", web.Status!.Output!["url"]);
        var seed = await automations.FinishedAsync("seed", 1);
        Assert.Equal((TaskExecutionPhases.Succeeded, AutomationTriggers.PostEnvironmentStart), (seed.Status!.Phase, seed.Status.StartedBy));
        Assert.Equal(["database", "seed"], seed.Status.Steps!.Select(step => step.Id));
        Assert.Equal("1", seed.Status.Steps![1].Output!["words"]);
        Assert.Equal("hello world", await environment.ExecAsync("curl -fsS http://localhost:8000/"));
        await environment.UntilLogAsync("dev", "[web] serving main");
        var file = (await environment.StatusAsync()).AutomationsFile!;
        Assert.Equal((FilePresences.Discovered, ".ona/automations.yaml", ContentPhases.Ready), (file.AutomationsFilePresence, file.AutomationsFilePath, file.Phase));
        var table = (await Here.KubectlAsync("get", "envsvc,envtask,envrun")).Text;
        Assert.Matches(@"service\.environs\.dev/x\.web +x +web +Running", table);
        Assert.Matches(@"taskexecution\.environs\.dev/x\.seed-\S+ +x\.seed +Succeeded +PostEnvironmentStart", table);

        // A new session restarts one service, by its stop command, and leaves the other alone.
        var database = await environment.ExecAsync("pgrep -f '[d]atabase.py'");
        await automations.PatchAsync("Service", "x.web", new JsonObject { ["session"] = "2" });
        await automations.ServiceAsync("web", ServicePhases.Running, session: "2");
        await environment.UntilLogAsync("dev", "[web] stopped kindly");
        Assert.Equal(database, await environment.ExecAsync("pgrep -f '[d]atabase.py'"));

        // The file is edited: a definition changes, one comes, one goes.
        await environment.ExecAsync($$"""
            cd {{Folder}} && sed -i -e 's/name: Web server/name: Server/' -e '/^tasks:/,$d' .ona/automations.yaml
            printf 'tasks:\n  greet:\n    name: Greet\n    command: curl -fsS http://localhost:8000/\n    dependsOn: [web]\n' >>.ona/automations.yaml
            """);
        await environment.PollAsync(
            async () => (await automations.TasksAsync()).Select(task => task.Spec.Reference).SequenceEqual(["greet"])
                && (await automations.ServicesAsync()).Single(service => service.Spec.Reference == "web").Spec.DisplayName == "Server",
            "the file's definitions are there", null);
        var greeting = await automations.FinishedAsync(await automations.RunAsync("greet"));
        Assert.Equal((TaskExecutionPhases.Succeeded, AutomationTriggers.Manual), (greeting.Status!.Phase, greeting.Status.StartedBy));
        Assert.Equal(database, await environment.ExecAsync("pgrep -f '[d]atabase.py'"));

        // A mistake in the file is told, with its place, and nothing is lost.
        await environment.ExecAsync($"cd {Folder} && echo '    colour: red' >>.ona/automations.yaml");
        var status = await environment.UntilAsync(now => now.AutomationsFile?.Phase == ContentPhases.Failed, "the mistake is told");
        Assert.Matches("line [0-9]+, column [0-9]+: \"colour\" is not a field of task \"greet\"", status.AutomationsFile!.FailureMessage);
        Assert.Equal(2, (await automations.ServicesAsync()).Count);
        await environment.ExecAsync($"cd {Folder} && git checkout -q .ona/automations.yaml");

        // Stopped, nothing runs; started, everything does, once.
        await StopAsync(environment);
        await automations.ServiceAsync("web", ServicePhases.Stopped);
        await StartAsync(environment);
        await automations.ServiceAsync("web", ServicePhases.Running);
        await automations.ServiceAsync("database", ServicePhases.Running);
        Assert.Equal(TaskExecutionPhases.Succeeded, (await automations.FinishedAsync("seed", 2)).Status!.Phase);
        Assert.Equal("1", await environment.ExecAsync("pgrep -cf '[p]ython3 web.py'"));

        await DeleteAsync(environment, automations);
    }

    [Fact]
    public async Task A_trigger_filter_lets_only_its_triggers_start_something()
    {
        var (_, automations) = await StartAsync("web", Devbox, new() { TriggerFilter = [AutomationTriggers.PostDevcontainerStart] });
        await automations.ServiceAsync("database", ServicePhases.Running);
        await automations.ServiceAsync("web", ServicePhases.Running);
        Assert.Empty(await automations.ExecutionsAsync("seed"));
    }
}
