using System.Text;
using Environs.Operator.AutomationsFile;

namespace Environs.Operator.Tests.AutomationsFile;

public sealed class AutomationsFileReaderTests
{
    private const string Service = "services:\n  db:\n    name: Database\n    commands:\n      start: run\n";

    [Fact]
    public void A_small_file_cannot_define_more_than_fits_into_memory()
    {
        var dependencies = string.Join(',', Enumerable.Repeat("a", 40_000));
        var aliases = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"  t{i}: *t\n"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Single(Read($"tasks:\n  t: &t {{name: x, command: y, dependsOn: [{dependencies}]}}\n{aliases}").Errors);
        Assert.Contains("10001 services and tasks; 200 are allowed", error, StringComparison.Ordinal);
        Assert.Contains("40000 items; 50 are allowed", Assert.Single(Read($"tasks:\n  t: {{name: x, command: y, dependsOn: [{dependencies}]}}\n").Errors), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300L << 20);
    }

    [Fact]
    public void Every_field_is_read()
    {
        var file = Read("""
            services:
              db:
                name: Database
                description: Keeps data
                role: ai-agent
                commands: {start: run, ready: "true", stop: halt}
                triggeredBy: [postEnvironmentStart, manual, postEnvironmentStart]
                readinessTimeout: 5m
            tasks:
              seed:
                name: 12
                description: true
                command: |
                  a
                  b
                dependsOn: [db]
                triggeredBy: [prebuild, beforeSnapshot, postMachineStart, postDevcontainerStart]
                prebuildRequiresSuccess: true
              all:
                name: All
                dependsOn: [seed]
            """);
        Assert.Empty(file.Errors);
        var service = Assert.Single(file.Services);
        Assert.Equal(("db", "Database", "Keeps data", "AiAgent", "5m"), (service.Reference, service.DisplayName, service.Description, service.Role, service.ReadinessTimeout));
        Assert.Equal(("run", "true", "halt"), (service.Commands.Start, service.Commands.Ready, service.Commands.Stop));
        Assert.Equal(["PostEnvironmentStart", "Manual"], service.TriggeredBy!);
        Assert.Equal(("seed", "12", "true", "a\nb\n"), (file.Tasks[0].Reference, file.Tasks[0].DisplayName, file.Tasks[0].Description, file.Tasks[0].Command));
        Assert.Equal(["Prebuild", "BeforeSnapshot", "PostMachineStart", "PostDevcontainerStart"], file.Tasks[0].TriggeredBy!);
        Assert.Equal(("all", null, "seed"), (file.Tasks[1].Reference, file.Tasks[1].Command, file.Tasks[1].DependsOn![0]));
        Assert.Contains("prebuildRequiresSuccess", Assert.Single(file.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("services:\ntasks: ~\n")]
    [InlineData("\uFEFFservices: {}\n")]
    public void Nothing_is_no_mistake(string text) => Assert.Equal((0, 0, 0), (Read(text).Errors.Count, Read(text).Services.Count, Read(text).Tasks.Count));

    [Fact]
    public void Json_is_read_too_and_what_has_no_trigger_is_said()
    {
        var file = Read("""{"services": {"db": {"name": "x", "commands": {"start": "run"}, "runsOn": null, "role": ""}}}""");
        Assert.Empty(file.Errors);
        Assert.Contains("\"db\" has no triggeredBy", Assert.Single(file.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Anchors_and_aliases_stand_for_what_they_name() =>
        Assert.Equal("run", Read("services:\n  a: &a\n    name: A\n    commands: {start: run}\n  b: *a\n").Services[1].Commands.Start);

    [Theory]
    [InlineData("[]", 1, 1, "the file must be a mapping")]
    [InlineData("just words", 1, 1, "the file must be a mapping")]
    [InlineData("services: []", 1, 11, "services must be a mapping")]
    [InlineData("servces: {}", 1, 1, "\"servces\" is not a field of the file; those are services, tasks")]
    [InlineData("services:\n  db: 5\n", 2, 7, "service \"db\" must be a mapping")]
    [InlineData(Service + "    restart: always\n", 6, 5, "\"restart\" is not a field of service \"db\"")]
    [InlineData(Service + "    env: {}\n", 6, 5, "\"env\" is not a field")]
    [InlineData(Service + "    <<: {role: editor}\n", 6, 5, "\"<<\" is not a field")]
    [InlineData(Service + "    role: boss\n", 6, 11, "role of service \"db\" must be one of default, editor, ai-agent, not \"boss\"")]
    [InlineData(Service + "    triggeredBy: [manual, nightly]\n", 6, 27, "triggeredBy of service \"db\" must be of")]
    [InlineData(Service + "    triggeredBy: manual\n", 6, 18, "triggeredBy of service \"db\" must be a list of texts")]
    [InlineData(Service + "    description: [a]\n", 6, 18, "description of service \"db\" must be a text")]
    [InlineData(Service + "    runsOn: {docker: {}}\n", 6, 22, "docker of runsOn of service \"db\" must have an image")]
    [InlineData(Service + "    runsOn: {docker: {image: redis, ports: [1]}}\n", 6, 37, "\"ports\" is not a field of docker of runsOn of service \"db\"; those are image, environment")]
    [InlineData(Service + "    runsOn: {docker: {image: redis, environment: [A]}}\n", 2, 3, "service \"db\": runsOn.docker.environment[0]: ")]
    [InlineData(Service + "    runsOn: {docker: {image: redis}, machine: {}}\n", 6, 13, "runsOn of service \"db\" must name one place: machine: {}, or docker: with an image")]
    [InlineData(Service + "    runsOn: {podman: {}}\n", 6, 14, "\"podman\" is not a field of runsOn of service \"db\"; those are machine, docker")]
    [InlineData(Service + "    runsOn: {}\n", 6, 13, "runsOn of service \"db\" must name one place: machine: {}, or docker: with an image")]
    [InlineData(Service + "    runsOn: machine\n", 6, 13, "runsOn of service \"db\" must be a mapping")]
    [InlineData(Service + "    runsOn: {machine: }\n", 6, 23, "machine of runsOn of service \"db\" must be {}")]
    [InlineData(Service + "    runsOn: {machine: {size: 2}}\n", 6, 24, "\"size\" is not a field of machine of runsOn of service \"db\"; it has none")]
    [InlineData(Service + "    readinessTimeout: soon\n", 2, 3, "readinessTimeout")]
    [InlineData(Service + "    triggeredBy: [beforeSnapshot]\n", 2, 3, "triggeredBy")]
    [InlineData("services:\n  db:\n    name: x\n    commands: {start: ''}\n", 2, 3, "commands.start")]
    [InlineData("services:\n  db:\n    name: x\n", 3, 5, "must have commands.start")]
    [InlineData("services:\n  db:\n    name: x\n    commands: {ready: 'true'}\n", 4, 15, "must have commands.start")]
    [InlineData("services:\n  db:\n    name: x\n    commands: {start: a, run: b}\n", 4, 26, "\"run\" is not a field of commands of service \"db\"")]
    [InlineData("services:\n  a b:\n    name: x\n    commands: {start: a}\n", 2, 3, "its key")]
    [InlineData("tasks:\n  t:\n    command: x\n", 3, 5, "task \"t\" must have a name")]
    [InlineData("tasks:\n  t:\n    name: x\n", 2, 3, "at least one of command and dependsOn")]
    [InlineData("tasks:\n  t: {name: x, dependsOn: [t]}\n", 2, 3, "must not name the task itself")]
    [InlineData("tasks:\n  t: {name: x, command: y, prebuildRequiresSuccess: maybe}\n", 2, 53, "must be true or false")]
    [InlineData(Service + "tasks:\n  db: {name: x, command: y}\n", 7, 3, "is a service already")]
    [InlineData("services: {}\nservices: {}\n", 2, 1, "no YAML")]
    [InlineData("services:\n\tdb: {}\n", 2, 1, "with tabs")]
    [InlineData("services: {\n", 2, 1, "no YAML")]
    [InlineData("services: *nobody\n", 1, 11, "*nobody stands for nothing")]
    [InlineData("services: {}\n---\ntasks: {}\n", 3, 1, "must be one document")]
    [InlineData("? [a]\n: b\n", 1, 3, "a key must be a text")]
    [InlineData("services: &s\n  db: *s\n", 2, 7, "must not stand within")]
    public void What_is_wrong_is_said_with_line_and_column(string text, int line, int column, string message)
    {
        var file = Read(text);
        Assert.Empty(file.Services);
        var error = file.Errors[0];
        Assert.StartsWith($"line {line}, column {column}: ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Nesting_without_end_ends_nothing(string open) =>
        Assert.Contains("nested deeper", Assert.Single(Read(string.Concat(Enumerable.Repeat(open, 100_000))).Errors), StringComparison.Ordinal);

    [Fact]
    public void Laughs_by_the_billion_cost_nothing()
    {
        var text = new StringBuilder("a0: &a0 [x, x]\n");
        for (var i = 1; i < 60; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n");
        Assert.NotEmpty(Read(text.ToString()).Errors);
        Assert.Contains("key must be a text", Assert.Single(Read(text.Append("? *a59\n: x\n").ToString()).Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_text_is_said() => Assert.Equal(["line 1, column 1: the file is no text in UTF-8."], AutomationsFileReader.Read(new byte[] { 0x73, 0xff, 0xfe }).Errors);

    [Theory]
    [InlineData(200, false)]
    [InlineData(201, true)]
    public void Two_hundred_definitions_are_allowed(int count, bool isTooMuch) => Assert.Equal(
        isTooMuch, Read("tasks:\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"  t{i}: {{name: x, command: y}}\n"))).Errors.Any(error => error.Contains("200 are allowed", StringComparison.Ordinal)));

    [Fact]
    public void Ten_mistakes_are_named_and_the_others_counted()
    {
        var errors = Read(string.Concat(Enumerable.Range(0, 15).Select(i => $"f{i}: x\n"))).Errors;
        Assert.Equal((11, "and 5 more"), (errors.Count, errors[^1]));
    }

    private static AutomationsDocument Read(string text) => AutomationsFileReader.Read(Encoding.UTF8.GetBytes(text));
}
