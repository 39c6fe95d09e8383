using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Automations;

/// <summary>Automations files that people have: the examples of the public documentation.</summary>
public sealed class DocumentedTests(InstalledOperator @operator) : AutomationsTest(@operator)
{
    // What the quick example expects of its image, as far as it looks.
    private const string Programs = """
        cat >docker <<'E'
        #!/bin/sh
        case "$2" in
        up) echo up >>"$HOME/database"; exec sleep 1000 ;;
        exec) grep -q up "$HOME/database" ;;
        esac
        E
        cat >npm <<'E'
        #!/bin/sh
        grep -q up "$HOME/database" && echo "npm $*" >>"$HOME/npm"
        E
        sudo install docker npm /usr/local/bin
        """;

    [Fact]
    public async Task The_quick_example_says_what_is_missing_and_runs_once_it_is_there()
    {
        var (environment, automations) = await StartAsync("documented-quick", Devbox);
        Assert.Contains("docker: command not found", (await automations.ServiceAsync("database", ServicePhases.Failed)).Status!.FailureMessage, StringComparison.Ordinal);
        var seed = (await automations.FinishedAsync("seed", 1)).Status!;
        Assert.Equal(TaskExecutionPhases.Failed, seed.Phase);
        Assert.Contains("\"database\"", seed.FailureMessage, StringComparison.Ordinal);
        Assert.Empty(await automations.ExecutionsAsync("test"));

        await environment.ExecAsync(Programs);

        Assert.Equal(TaskExecutionPhases.Succeeded, (await automations.FinishedAsync(await automations.RunAsync("seed"))).Status!.Phase);
        await automations.ServiceAsync("database", ServicePhases.Running);
        Assert.Equal(TaskExecutionPhases.Succeeded, (await automations.FinishedAsync(await automations.RunAsync("test"))).Status!.Phase);
        Assert.Equal("npm run db:seed\nnpm test", await environment.ExecAsync("cat $HOME/npm"));
        Assert.Equal("up", await environment.ExecAsync("cat $HOME/database"));
    }

    [Fact]
    public async Task The_example_workflow_is_taken_whole_and_each_part_says_what_is_missing()
    {
        var (environment, automations) = await StartAsync("documented-workflow", Devbox);
        foreach (var (reference, said) in new[] { ("database", "docker: command not found"), ("redis", "docker: command not found"), ("backend", "cd: backend: No such file") })
        {
            Assert.Contains(said, (await automations.ServiceAsync(reference, ServicePhases.Failed)).Status!.FailureMessage, StringComparison.Ordinal);
        }
        var redis = (await automations.ServicesAsync()).Single(service => service.Spec.Reference == "redis").Spec;
        Assert.Equal(("Redis", "Our message bus"), (redis.DisplayName, redis.Description));
        Assert.Equal("docker run --rm -t --name redis -p 6379:6379 redis/redis-stack-server:latest", redis.Commands.Start);

        var validate = (await automations.FinishedAsync("validate", 1)).Status!;
        Assert.Equal(TaskExecutionPhases.Failed, validate.Phase);
        Assert.Equal(["buildAll runUnitTests"], validate.Plan!.Select(group => string.Join(' ', group.Steps.Select(step => step.Id))).Take(1));
        Assert.All(validate.Steps!, step => Assert.Equal(127, step.ExitCode));
        Assert.Contains("go: command not found", validate.FailureMessage, StringComparison.Ordinal);
        Assert.Null((await environment.StatusAsync()).AutomationsFile!.FailureMessage);
    }
}
