using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Automations;

/// <summary>A test of an environment whose repository has an automations file.</summary>
public abstract class AutomationsTest(InstalledOperator @operator) : OperatorTest(@operator)
{
    /// <summary>Applies an environment with a clone of one of tests/EndToEnd/Repositories, and waits until it runs.</summary>
    protected async Task<(TestEnvironment Environment, TestAutomations Automations)> StartAsync(string repository, EnvironmentClassSpec @class, AutomationsFileSpec? file = null)
    {
        var git = await Operator.Git;
        var environment = await Here.ApplyAsync(new()
        {
            Machine = new() { Class = await Here.ClassAsync(@class) },
            Content = new() { Initializer = new() { Specs = [new() { Git = new() { RemoteUri = git.Url(Here.Namespace, repository) } }] } },
            AutomationsFile = file,
        });
        await environment.RunningAsync();
        return (environment, new TestAutomations(Here, environment));
    }

    protected static async Task StopAsync(TestEnvironment environment)
    {
        await environment.ApplyAsync((await environment.GetAsync()).Spec with { DesiredPhase = DesiredPhases.Stopped });
        await environment.StoppedAsync();
    }

    protected static async Task StartAsync(TestEnvironment environment)
    {
        await environment.ApplyAsync((await environment.GetAsync()).Spec with { DesiredPhase = DesiredPhases.Running });
        await environment.RunningAsync();
    }

    /// <summary>Deletes an environment and waits until all that is its own is gone too.</summary>
    protected static async Task DeleteAsync(TestEnvironment environment, TestAutomations automations)
    {
        await environment.DeleteAsync();
        await environment.GoneAsync();
        await environment.PollAsync(
            async () => (await automations.ServicesAsync()).Count == 0 && (await automations.TasksAsync()).Count == 0 && (await automations.ExecutionsAsync()).Count == 0,
            "services, tasks and executions are gone", null);
    }

    protected EnvironmentClassSpec Devbox => new() { Image = Here.Images.Devbox, TerminationGracePeriodSeconds = 10, Storage = new() { Size = new("1Gi") } };
}
