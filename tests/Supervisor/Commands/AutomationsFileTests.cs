using System.Text.Json.Nodes;
using Environs.Protocol.Requests;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Commands;

/// <summary>The automations file, looked at and taken up.</summary>
[Trait("Category", "Program")]
public sealed class AutomationsFileTests
{
    [Fact]
    public async Task What_is_wrong_with_a_file_is_told_as_editors_want_it()
    {
        await using var container = await Container.StartAsync();
        container.Operator.Reply = _ => new Answer { Outcome = Outcome.Invalid, Errors = { "line 3, column 5: no.", "elsewhere" }, Warnings = { "careful" } };
        await File.WriteAllTextAsync(container.Root["a.yaml"], "services: {}", TestContext.Current.CancellationToken);

        var result = await container.RunAsync("automations", "validate", "a.yaml");
        Assert.Equal((1, "a.yaml: warning: careful\na.yaml:3:5: no.\na.yaml: elsewhere\n"), (result.ExitCode, result.Errors));
        Assert.Equal("services: {}", container.Operator.Asked.Single().Request.Validation.Content.ToStringUtf8());
        var json = JsonNode.Parse((await container.RunAsync("automations", "validate", "a.yaml", "-o", "json")).Output)!;
        Assert.Equal((false, 3, 5, "no."), ((bool)json["valid"]!, (int)json["errors"]![0]!["line"]!, (int)json["errors"]![0]!["column"]!, (string)json["errors"]![0]!["message"]!));

        Assert.Equal(2, (await container.RunAsync("automations", "validate", "none.yaml")).ExitCode);
        await File.WriteAllTextAsync(container.Root["large.yaml"], new string('#', 300_000), TestContext.Current.CancellationToken);
        Assert.Equal(1, (await container.RunAsync("automations", "validate", "large.yaml")).ExitCode);
        Assert.Equal(1, (await container.RunAsync("automations", "validate", "/dev/zero")).ExitCode);
    }

    [Fact]
    public async Task An_update_reads_the_file_now_and_tells_what_has_changed()
    {
        var desired = new Desired { Version = 1, AutomationsPaths = { "a.yaml", "b.yaml" } };
        await using var container = await Container.StartAsync(desired);
        container.Operator.Reply = request => new Answer { Outcome = Outcome.Done, Path = request.Update?.Path ?? request.Validation.Path, Changes = { "service \"web\" added" } };
        var none = await container.RunAsync("automations", "update");
        // Until it has heard what is wanted, the operator is away.
        await Eventually.TrueAsync(async () => (none = await container.RunAsync("automations", "update")).ExitCode != 5, "it has heard of the files");
        Assert.Equal(4, none.ExitCode);
        Assert.Contains("a.yaml, b.yaml", none.Errors, StringComparison.Ordinal);

        await File.WriteAllTextAsync(container.Root["b.yaml"], "tasks: {}", TestContext.Current.CancellationToken);
        var result = await container.RunAsync("automations", "update");
        Assert.Equal((0, $"{container.Root["b.yaml"]} is in force: service \"web\" added.\n"), (result.ExitCode, result.Output));
        var asked = container.Operator.Asked.Single().Request.Update;
        Assert.Equal((container.Root["b.yaml"], "tasks: {}"), (asked.Path, asked.Content.ToStringUtf8()));
        await container.Operator.Streams[0].ReportedAsync(report => report.AutomationsFile is { Path: "b.yaml" }, "the file on the stream, too");
        Assert.Equal(0, (await container.RunAsync("automations", "validate")).ExitCode);
    }
}
