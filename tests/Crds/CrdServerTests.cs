using System.Text.Json.Nodes;
using Environs.Support;
using Environs.Support.Clusters;

namespace Environs.Crds.Tests;

[Trait("Category", "CrdServer")]
public sealed class CrdServerTests(CrdServer server) : IClassFixture<CrdServer>
{
    public static TheoryData<string> Bad => [.. BadObjects.All.Select(bad => bad.Name)];

    public static TheoryData<string> Good => [.. GoodObjects.All.Select(good => good.Name)];

    public static TheoryData<string> Updates => [.. BadObjects.Updates.Select(update => update.Name)];

    public static TheoryData<string> KindNames => [.. CrdKinds.All.Select(kind => kind.EntityKind())];

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_bad_object_is_refused_with_the_name_of_its_field(string name)
    {
        var bad = BadObjects.All.Single(bad => bad.Name == name);
        var answer = await server.Api.PostAsync($"{CrdKinds.ObjectsPath(bad.Kind, "default")}?dryRun=All", CrdKinds.Make(bad));
        Assert.Equal(422, answer.Code);
        Assert.Contains(bad.Field, answer.Message, StringComparison.Ordinal);
        Assert.Contains(bad.Message ?? "", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Good))]
    public async Task A_good_object_is_taken(string name)
    {
        var good = GoodObjects.All.Single(good => good.Name == name);
        var answer = await server.Api.PostAsync($"{CrdKinds.ObjectsPath(good.Kind, "default")}?dryRun=All&fieldValidation=Strict", CrdKinds.Make(good.Kind, good.Spec));
        Assert.True(answer.IsSuccess, answer.Message);
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task A_bad_change_is_refused_with_the_rules_message(string name)
    {
        var update = BadObjects.Updates.Single(update => update.Name == name);
        var path = CrdKinds.ObjectsPath(update.Kind, $"update-{BadObjects.Updates.Index().Single(u => u.Item == update).Index}");
        var before = await server.Api.PostAsync(path, CrdKinds.Make(update.Kind, update.Before));
        Assert.True(before.IsSuccess, before.Message);
        if (update.InForce is not null) before = await PutIntoForceAsync(path, before.Body, update);
        before.Body["spec"] = JsonNode.Parse(update.After);
        var after = await server.Api.PutAsync($"{path}/x", before.Body);
        Assert.Equal(422, after.Code);
        Assert.Contains(update.Field, after.Message, StringComparison.Ordinal);
        Assert.Contains(update.Message, after.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Environment", """{"machine":{"class":"small"}}""", """{"machine":{"class":"small","session":"2"},"displayName":"other"}""")]
    [InlineData("Environment", "{}", """{"machine":{"session":"1"}}""")]
    [InlineData("Environment", """{"machine":{"session":"1"}}""", """{"desiredPhase":"Stopped"}""")]
    [InlineData(
        "Service", """{"environmentRef":{"name":"a"},"reference":"b","commands":{"start":"c"}}""",
        """{"environmentRef":{"name":"a"},"reference":"b","commands":{"start":"d","stop":"e"},"session":"2","desiredPhase":"Stopped","triggeredBy":["Manual"]}""")]
    [InlineData(
        "Service", """{"environmentRef":{"name":"a"},"reference":"b","commands":{"start":"c"},"desiredPhase":"Stopped","env":[{"name":"A"}],"readinessTimeout":"5m"}""",
        """{"environmentRef":{"name":"a"},"reference":"b","commands":{"start":"c"}}""")]
    [InlineData(
        "Task", """{"environmentRef":{"name":"a"},"reference":"b","command":"c"}""", """{"environmentRef":{"name":"a"},"reference":"b","dependsOn":["d"]}""")]
    [InlineData("TaskExecution", """{"taskRef":{"name":"a"}}""", """{"taskRef":{"name":"a"},"desiredPhase":"Stopped"}""")]
    public async Task What_is_not_fixed_can_change(string kind, string from, string to)
    {
        var path = CrdKinds.ObjectsPath(kind, "changes");
        var before = await server.Api.PostAsync(path, CrdKinds.Make(kind, from));
        Assert.True(before.IsSuccess, before.Message);
        before.Body["spec"] = JsonNode.Parse(to);
        var after = await server.Api.PutAsync($"{path}/x", before.Body);
        Assert.True(after.IsSuccess, after.Message);
        Assert.True((await server.Api.DeleteAsync($"{path}/x")).IsSuccess);
    }

    [Fact]
    public Task The_samples_are_taken() =>
        AreTakenAsync(Directory.GetFiles(Path.Combine(ClusterUnderTest.Checkout, "config/samples"), "*.yaml").SelectMany(YamlFiles.Read));

    [Fact]
    public Task The_pages_examples_are_taken() => AreTakenAsync(YamlFiles.ReadPage("docs/automations.md"));

    [Theory]
    [MemberData(nameof(KindNames))]
    public async Task The_definition_can_be_applied_over_itself(string kind)
    {
        var definition = CrdKinds.Definition(CrdKinds.All.Single(k => k.EntityKind() == kind));
        var answer = await server.Api.ApplyAsync($"{CrdKinds.DefinitionsPath}/{definition["metadata"]!["name"]}", definition);
        Assert.True(answer.IsSuccess, answer.Message);
        Assert.Equal("True", Condition(answer.Body, "Established"));
        Assert.Null(Condition(answer.Body, "NonStructuralSchema"));
    }

    [Fact]
    public async Task Defaults_are_filled_in()
    {
        var answer = await server.Api.PostAsync($"{CrdKinds.ObjectsPath("EnvironmentClass", "")}?dryRun=All", CrdKinds.Make("EnvironmentClass", """{"storage":{"size":"1Gi"}}"""));
        Assert.True(answer.IsSuccess, answer.Message);
        var spec = answer.Body["spec"]!.ToJsonString();
        Assert.Equal("""{"egress":{"policy":"Internet"},"enabled":true,"podSecurityLevel":"Baseline","storage":{"deletionPolicy":"Delete","size":"1Gi"},"terminationGracePeriodSeconds":30}""", spec);
    }

    private async Task AreTakenAsync(IEnumerable<JsonNode> manifests)
    {
        var samples = manifests.Where(IsOurs).ToList();
        Assert.NotEmpty(samples);
        foreach (var sample in samples)
        {
            var path = CrdKinds.ObjectsPath(sample["kind"]!.GetValue<string>(), "default");
            var answer = await server.Api.PostAsync($"{path}?dryRun=All&fieldValidation=Strict", sample);
            Assert.True(answer.IsSuccess, answer.Message);
        }
    }

    private async Task<ApiAnswer> PutIntoForceAsync(string path, JsonNode created, BadUpdate update)
    {
        created["spec"] = JsonNode.Parse(update.After);
        var corrected = await server.Api.PutAsync($"{path}/x?dryRun=All", created);
        Assert.True(corrected.IsSuccess, "Nothing is in force yet: " + corrected.Message);
        created["spec"] = JsonNode.Parse(update.Before);
        created["status"] = JsonNode.Parse(update.InForce!);
        var inForce = await server.Api.PutAsync($"{path}/x/status", created);
        Assert.True(inForce.IsSuccess, inForce.Message);
        return inForce;
    }

    private static bool IsOurs(JsonNode manifest) => manifest["apiVersion"]?.GetValue<string>().StartsWith(V1alpha1Environment.Group, StringComparison.Ordinal) == true;

    private static string? Condition(JsonNode definition, string type) =>
        definition["status"]!["conditions"]!.AsArray().SingleOrDefault(c => c!["type"]!.GetValue<string>() == type)?["status"]!.GetValue<string>();
}
