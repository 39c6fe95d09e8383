using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;

namespace Environs.EndToEnd.Tests.Scale;

/// <summary>What the operator does not do.</summary>
public sealed class RestraintTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    [Fact]
    public async Task An_environment_at_rest_costs_no_write_and_no_pass()
    {
        var environment = await Here.RunAsync(await Here.TinyWithVolumeAsync());
        // What the start still has to say takes a moment; on a busy machine, several.
        var passes = 0;
        await environment.PollAsync(
            async () =>
            {
                var before = passes;
                await Task.Delay(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
                return (passes = await Operator.PassesAsync(Here.Namespace, environment.Name)) == before;
            },
            "its start is over", null);
        var version = (await environment.StatusAsync()).StatusVersion;
        var writes = Operator.Audit is { } audit ? await audit.WritesAsync(Here.Namespace) : [];

        await Task.Delay(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal(version, (await environment.StatusAsync()).StatusVersion);
        Assert.Equal(passes, await Operator.PassesAsync(Here.Namespace, environment.Name));
        if (Operator.Audit is { } log) Assert.Equal(writes, await log.WritesAsync(Here.Namespace));
    }

    [Fact]
    public async Task Nobody_writes_the_users_spec()
    {
        var name = await Here.TinyWithVolumeAsync();
        var environment = await Here.RunAsync(name);
        await environment.ApplyAsync(new() { DesiredPhase = DesiredPhases.Stopped, Machine = new() { Class = name } });
        await environment.StoppedAsync();

        var metadata = (await Here.Api.GetAsync(environment.Path)).Body["metadata"]!;
        Assert.Equal(2, metadata["generation"]!.GetValue<int>());
        var managers = metadata["managedFields"]!.AsArray().ToDictionary(entry => entry!["manager"]!.GetValue<string>(), entry => entry!["fieldsV1"]!.AsObject());
        Assert.Equal(["environs-operator", "environs-test"], managers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["f:status"], managers["environs-operator"].Select(field => field.Key));
    }
}
