using System.Text.Json.Nodes;
using Environs.EndToEnd.Tests.Installation;
using Environs.Support;
using Environs.Support.Clusters;
using k8s;
using k8s.Models;

namespace Environs.EndToEnd.Tests.Identity;

/// <summary>Who created an environment, whose it is, and who may say so.</summary>
public sealed class IdentityTests(InstalledOperator @operator) : OperatorTest(@operator)
{
    private const string Creator = "environs.dev/creator";
    private const string Stopped = """{"desiredPhase":"Stopped"}""";

    private Person alice = null!;
    private Person bob = null!;
    private Person carol = null!;
    private TestEnvironment environment = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        environment = new(Here, "x");
        alice = await Person.InAsync(Here, "alice", "edit");
        bob = await Person.InAsync(Here, "bob", "edit");
        carol = await Person.InAsync(Here, "carol", "admin");
    }

    [Fact]
    public async Task Who_creates_one_is_recorded_and_owns_it_whatever_was_sent()
    {
        Playground.Accepted(await CreateAsync(alice, Stopped, $$"""{"name":"{{bob.Name}}","uid":"1"}"""));
        var record = JsonNode.Parse((await environment.GetAsync()).Metadata.Annotations[Creator])!;
        Assert.Equal(alice.Name, record["name"]!.GetValue<string>());
        Assert.Equal(["system:authenticated"], record["groups"]!.AsArray().Select(group => group!.GetValue<string>()));

        var status = await environment.UntilAsync(now => now.Creator is not null, "it has a creator");
        Assert.Equal((alice.Name, alice.Name, "OwnerOnly", $"{alice.Name}, whose it is"), (status.Creator!.Name, status.Owner!.Name, status.Admission!.Level, status.Admission.Who));
        Assert.Null(status.Organization);
    }

    [Fact]
    public async Task Nobody_changes_or_removes_the_record_and_manifests_without_it_go_on_working()
    {
        Playground.Accepted(await CreateAsync(alice, Stopped));
        foreach (var person in new[] { alice, bob, carol })
        {
            foreach (var value in new[] { new JsonObject { ["name"] = bob.Name }.ToJsonString(), "nonsense", null })
            {
                var changed = await PatchAsync(person, new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [Creator] = value } } });
                Assert.Equal(422, changed.Code);
                Assert.Contains($"metadata.annotations[{Creator}]", changed.Message, StringComparison.Ordinal);
            }
        }

        var manifest = CrdKinds.Make("Environment", """{"desiredPhase":"Stopped","displayName":"mine"}""");
        Playground.Accepted(await bob.Api.ApplyAsync(environment.Path, manifest.DeepClone()));
        var file = Path.Combine(Path.GetTempPath(), $"{Here.Namespace}.json");
        foreach (var name in new[] { "theirs", "ours" })
        {
            manifest["spec"]!["displayName"] = name;
            await File.WriteAllTextAsync(file, manifest.ToJsonString());
            _ = (await Here.KubectlAsync("apply", "--filename", file, $"--as={bob.Name}", "--as-group=system:authenticated")).Text;
        }
        File.Delete(file);
        var now = await environment.GetAsync();
        Assert.Equal("ours", now.Spec.DisplayName);
        Assert.Contains(alice.Name, now.Metadata.Annotations[Creator], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_owner_is_named_by_whom_may_and_nobody_takes_one_over()
    {
        var refused = await CreateAsync(alice, Owned(bob));
        Assert.Equal(403, refused.Code);
        Assert.Contains("spec.owner.name", refused.Message, StringComparison.Ordinal);
        Assert.Contains("\"assign\" on \"environments/owner\"", refused.Message, StringComparison.Ordinal);

        Playground.Accepted(await CreateAsync(alice, Owned(alice)));
        Assert.Equal(403, (await PatchAsync(bob, Owner(bob))).Code);
        Assert.Equal(403, (await PatchAsync(alice, Owner(bob))).Code);
        Assert.Equal(alice.Name, (await environment.UntilAsync(status => status.Owner is not null, "it has an owner")).Owner!.Name);

        Playground.Accepted(await PatchAsync(carol, Owner(bob)));
        var status = await environment.UntilAsync(status => status.Owner!.Name == bob.Name, "it is given away");
        Assert.Equal(alice.Name, status.Creator!.Name);
        Assert.Equal(403, (await PatchAsync(alice, Owner(alice))).Code);
        Assert.Equal(403, (await PatchAsync(alice, new JsonObject { ["spec"] = new JsonObject { ["owner"] = null } })).Code);
        // Everything else of it is still hers to change, as her role says.
        Playground.Accepted(await PatchAsync(alice, new JsonObject { ["spec"] = new JsonObject { ["admission"] = "CreatorOnly" } }));
        status = await environment.UntilAsync(now => now.Admission!.Level == "CreatorOnly", "the level is another");
        Assert.Equal($"{alice.Name}, who created it", status.Admission!.Who);
    }

    [Fact]
    public async Task The_organization_is_the_namespaces_and_follows_it()
    {
        Playground.Accepted(await CreateAsync(alice, """{"desiredPhase":"Stopped","admission":"Organization"}"""));
        var status = await environment.UntilAsync(now => now.Admission is not null, "it says who may reach it");
        Assert.Equal("nobody: its namespace has no label environs.dev/organization", status.Admission!.Who);

        await LabelAsync("acme");
        status = await environment.UntilAsync(now => now.Organization == "acme", "it is acme's");
        Assert.Equal("the members of organization acme", status.Admission!.Who);
        await LabelAsync(null);
        await environment.UntilAsync(now => now.Organization is null, "it is nobody's");
    }

    [Fact]
    public async Task What_breaks_a_rule_is_refused_at_once_with_the_fields_name()
    {
        var answer = await CreateAsync(alice, """{"content":{"initializer":{"specs":[{"git":{"remoteUri":"https://token@example.com/app"}}]}}}""");
        Assert.Equal(422, answer.Code);
        Assert.Contains("spec.content.initializer.specs[0].git.remoteUri", answer.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("token@", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_tasks_and_executions_have_their_creator_too()
    {
        Playground.Accepted(await CreateAsync(alice, Stopped));
        Playground.Accepted(await bob.Api.PostAsync(CrdKinds.ObjectsPath("Task", Here.Namespace), CrdKinds.Make("Task", """{"environmentRef":{"name":"x"},"reference":"t","command":"true"}""", "t")));
        Playground.Accepted(await alice.Api.PostAsync(CrdKinds.ObjectsPath("TaskExecution", Here.Namespace), CrdKinds.Make("TaskExecution", """{"taskRef":{"name":"t"}}""", "run")));
        var task = (await Here.Api.GetAsync($"{CrdKinds.ObjectsPath("Task", Here.Namespace)}/t")).Body;
        Assert.Contains(bob.Name, task["metadata"]!["annotations"]![Creator]!.GetValue<string>(), StringComparison.Ordinal);
        await Eventually.TrueAsync(
            async () => (await Here.Api.GetAsync($"{CrdKinds.ObjectsPath("TaskExecution", Here.Namespace)}/run")).Body["status"]?["creator"]?["name"]?.GetValue<string>() == alice.Name,
            TimeSpan.FromSeconds(30), "the execution says who created it");
    }

    private Task<ApiAnswer> CreateAsync(Person by, string spec, string? creator = null)
    {
        var made = CrdKinds.Make("Environment", spec);
        if (creator is not null) made["metadata"]!["annotations"] = new JsonObject { [Creator] = creator };
        return by.Api.PostAsync(CrdKinds.ObjectsPath("Environment", Here.Namespace), made);
    }

    private Task<ApiAnswer> PatchAsync(Person by, JsonObject change) => by.Api.MergeAsync(environment.Path, change);

    private static string Owned(Person owner) => new JsonObject { ["desiredPhase"] = "Stopped", ["owner"] = new JsonObject { ["name"] = owner.Name } }.ToJsonString();

    private static JsonObject Owner(Person owner) => new() { ["spec"] = new JsonObject { ["owner"] = new JsonObject { ["name"] = owner.Name } } };

    private async Task LabelAsync(string? organization) => _ = await Here.Client.CoreV1.PatchNamespaceAsync(
        new V1Patch(new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["environs.dev/organization"] = organization } } }.ToJsonString(), V1Patch.PatchType.MergePatch),
        Here.Namespace);
}
