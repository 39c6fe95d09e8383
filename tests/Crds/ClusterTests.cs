using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Environs.Support;
using Environs.Support.Clusters;

namespace Environs.Crds.Tests;

/// <summary>The cluster under test may be older than CEL: what a schema alone can say must hold there too.</summary>
[Trait("Category", "Cluster")]
public sealed partial class ClusterTests(ClusterTests.Installed installed) : IClassFixture<ClusterTests.Installed>
{
    public static TheoryData<string> Bad => [.. BadObjects.All.Where(bad => !bad.OnlyCelRefuses).Select(bad => bad.Name)];

    public static TheoryData<string> Good => [.. GoodObjects.All.Select(good => good.Name)];

    // A class has defaults, which come in addition.
    public static TheoryData<string> AtTheirLimits =>
    [
        .. GoodObjects.All.Where(good => good.Kind != V1alpha1EnvironmentClass.KubeKind && good.Name.EndsWith("at its limits", StringComparison.Ordinal)).Select(good => good.Name),
    ];

    [Fact]
    public async Task The_definitions_are_established()
    {
        foreach (var kind in CrdKinds.All)
        {
            var definition = await installed.Api.GetAsync($"{CrdKinds.DefinitionsPath}/{CrdKinds.Definition(kind)["metadata"]!["name"]}");
            var conditions = definition.Body["status"]!["conditions"]!.AsArray().ToDictionary(c => c!["type"]!.GetValue<string>(), c => c!["status"]!.GetValue<string>());
            Assert.Equal(("True", "True"), (conditions["Established"], conditions["NamesAccepted"]));
            Assert.DoesNotContain("NonStructuralSchema", conditions.Keys);
        }
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task What_the_schema_alone_forbids_is_refused(string name)
    {
        var bad = BadObjects.All.Single(bad => bad.Name == name);
        var answer = await installed.Api.PostAsync($"{CrdKinds.ObjectsPath(bad.Kind, "default")}?dryRun=All", CrdKinds.Make(bad));
        Assert.Equal(422, answer.Code);
        // Older servers leave the index out.
        Assert.Contains(Index.Replace(bad.Field, ""), Index.Replace(answer.Message, ""), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Good))]
    public async Task A_good_object_is_taken(string name)
    {
        var good = GoodObjects.All.Single(good => good.Name == name);
        var answer = await installed.Api.PostAsync($"{CrdKinds.ObjectsPath(good.Kind, "default")}?dryRun=All", CrdKinds.Make(good.Kind, good.Spec));
        if (answer.Message.Contains("must be of type string: \"null\"", StringComparison.Ordinal))
            Assert.Skip("this API server takes an empty string for null, as Kubernetes 1.20 does when it is built with a Go newer than its own");
        Assert.True(answer.IsSuccess, answer.Message);
    }

    [Theory]
    [MemberData(nameof(AtTheirLimits))]
    public async Task Every_value_that_the_schema_has_a_place_for_is_kept(string name)
    {
        var good = GoodObjects.All.Single(good => good.Name == name);
        var answer = await installed.Api.PostAsync($"{CrdKinds.ObjectsPath(good.Kind, "default")}?dryRun=All", CrdKinds.Make(good.Kind, good.Spec));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(good.Spec), answer.Body["spec"]), answer.Message);
    }

    [Theory]
    [InlineData("Environment", """{"desiredPhase": "Stopped"}""", """{"phase": "x", "machine": {"recreations": {"count": 1}}, "triggers": {"container": "x"}}""")]
    [InlineData("Service", """{"environmentRef": {"name": "x"}, "reference": "x", "commands": {"start": "x"}}""", """{"phase": "x", "output": {"a": "b"}}""")]
    [InlineData("TaskExecution", """{"taskRef": {"name": "x"}}""", """{"phase": "x", "steps": [{"id": "x", "output": {"a": "b"}}]}""")]
    public async Task What_a_status_had_can_be_taken_out_again(string kind, string spec, string full)
    {
        var name = $"status-{Guid.NewGuid():N}"[..16];
        var path = $"{CrdKinds.ObjectsPath(kind, "default")}/{name}";
        Assert.True((await installed.Api.ApplyAsync(path, CrdKinds.Make(kind, spec, name))).IsSuccess);
        try
        {
            foreach (var status in new[] { full, Empty(full) })
            {
                var body = CrdKinds.Make(kind, null, name);
                body["status"] = JsonNode.Parse(status);
                var answer = await installed.Api.ApplyAsync($"{path}/status", body);
                Assert.True(answer.IsSuccess, answer.Message);
            }

            var left = (await installed.Api.GetAsync(path)).Body["status"]!.AsObject();
            Assert.Null(left["output"] ?? left["triggers"] ?? left["machine"]?["recreations"] ?? left["steps"]?[0]?["output"]);
        }
        finally
        {
            await installed.Api.DeleteAsync(path);
        }

        // The same without its innermost objects.
        static string Empty(string status)
        {
            var node = JsonNode.Parse(status)!.AsObject();
            foreach (var gone in (string[])["output", "triggers"]) node.Remove(gone);
            if (node["machine"] is JsonObject machine) (machine["phase"], _) = ("x", machine.Remove("recreations"));
            if (node["steps"] is JsonArray steps) steps[0]!.AsObject().Remove("output");
            return node.ToJsonString();
        }
    }

    [GeneratedRegex(@"\[[0-9]+\]")]
    private static partial Regex Index { get; }

    public sealed class Installed : IAsyncLifetime
    {
        public ResourceApi Api { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Api = ResourceApi.Of((await ClusterUnderTest.GetAsync()).Client());
            await CustomResources.InstallAsync(Api);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
