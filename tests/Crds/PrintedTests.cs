using System.Text.Json.Nodes;
using Environs.Support;

namespace Environs.Crds.Tests;

/// <summary>What <c>kubectl get</c> prints of a kind, and with <c>-o wide</c> of it.</summary>
[Trait("Category", "CrdServer")]
public sealed class PrintedTests(CrdServer server) : IClassFixture<CrdServer>
{
    private const string Ready = """{"type":"Ready","status":"True","reason":"Fine","message":"All is well.","lastTransitionTime":"2026-01-01T00:00:00Z"}""";

    [Theory]
    [InlineData(
        "Service", """{"environmentRef":{"name":"hello"},"reference":"web","commands":{"start":"serve"},"triggeredBy":["Manual"]}""", """{"phase":"Running"}""",
        "NAME=x ENVIRONMENT=hello REFERENCE=web PHASE=Running AGE", "TRIGGERS=[\"Manual\"] MESSAGE=All is well.")]
    [InlineData(
        "Task", """{"environmentRef":{"name":"hello"},"reference":"build","command":"make","dependsOn":["db"]}""", "{}",
        "NAME=x ENVIRONMENT=hello REFERENCE=build READY=True REASON=Fine AGE", "DEPENDS ON=[\"db\"] TRIGGERS MESSAGE=All is well.")]
    [InlineData(
        "TaskExecution", """{"taskRef":{"name":"hello.build"}}""",
        """{"phase":"Succeeded","startedBy":"Manual","environment":"hello","startedAt":"2026-01-01T00:00:00Z","completedAt":"2026-01-01T00:00:09Z"}""",
        "NAME=x TASK=hello.build PHASE=Succeeded STARTED BY=Manual COMPLETED AGE", "ENVIRONMENT=hello STARTED MESSAGE=All is well.")]
    public async Task A_row_says_what_a_person_needs(string kind, string spec, string status, string always, string wide)
    {
        var path = CrdKinds.ObjectsPath(kind, "printed");
        var made = await server.Api.PostAsync(path, CrdKinds.Make(kind, spec));
        Assert.True(made.IsSuccess, made.Message);
        made.Body["status"] = JsonNode.Parse(status);
        made.Body["status"]!["conditions"] = new JsonArray(JsonNode.Parse(Ready));
        var written = await server.Api.PutAsync($"{path}/x/status", made.Body);
        Assert.True(written.IsSuccess, written.Message);

        var table = (await server.Api.GetTableAsync($"{path}/x")).Body;
        var columns = table["columnDefinitions"]!.AsArray().Zip(table["rows"]![0]!["cells"]!.AsArray()).ToLookup(pair => pair.First!["priority"]!.GetValue<int>() == 0, Printed);
        Assert.Equal((always, wide), (string.Join(' ', columns[true]), string.Join(' ', columns[false])));
    }

    // Ages go by the clock.
    private static string Printed((JsonNode? Column, JsonNode? Cell) pair) =>
        pair.Column!["type"]!.GetValue<string>() == "date" || pair.Cell is null ? Name(pair.Column) : $"{Name(pair.Column)}={pair.Cell}";

    private static string Name(JsonNode column) => column["name"]!.GetValue<string>().ToUpperInvariant();
}
