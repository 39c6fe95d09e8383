using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.EndToEnd.Tests.Installation;
using Environs.Support;

namespace Environs.EndToEnd.Tests.Trouble;

/// <summary>Objects that only a server with CEL refuses: one that is older lets them in, and the operator says what the other would have said.</summary>
[Trait("Category", "Cluster")]
public sealed class InvalidTests(InvalidEnvironments invalid) : IClassFixture<InvalidEnvironments>
{
    private static readonly IReadOnlyList<BadObject> Refused = [.. BadObjects.All.Where(bad => bad is { OnlyCelRefuses: true, Kind: "Environment" })];

    public static TheoryData<string> Objects => [.. Refused.Select(bad => bad.Name)];

    [Theory]
    [MemberData(nameof(Objects))]
    public async Task An_invalid_object_is_named_so_and_left_alone(string what)
    {
        var bad = Refused.Single(candidate => candidate.Name == what);
        var name = bad.Metadata ?? $"bad-{Refused.ToList().IndexOf(bad)}";
        await CreateAsync(bad.Spec!, name);

        var environment = new TestEnvironment(invalid.Here, name);
        await IsRejectedAsync(environment, bad.Message!);
        Assert.Equal("InvalidResource", TestEnvironment.Condition(await environment.StatusAsync(), EnvironmentConditions.Ready)!.Reason);
        Assert.Null(await environment.PodAsync());
        // A new default class, which another test makes, is a reason to look again.
        Assert.InRange(await invalid.Operator.PassesAsync(invalid.Here.Namespace, name), 1, 6);
    }

    [Fact]
    public async Task A_class_that_is_changed_is_named_so_and_the_pod_runs_on()
    {
        var small = await invalid.Here.TinyAsync();
        var large = await invalid.Here.ClassAsync(new() { Image = invalid.Here.Images.Busybox }, "large");
        var environment = await invalid.Here.RunAsync(small, "changed");
        var before = await environment.StatusAsync();
        Assert.SkipWhen(
            (await invalid.Here.Api.ApplyAsync(environment.Path, CrdKinds.Make("Environment", With(large), environment.Name))).Code == 422, "This API server refuses it by itself.");

        await IsRejectedAsync(environment, EnvironmentRules.ClassIsImmutable);
        Assert.Equal(before.Machine!.PodUid, (await environment.PodAsync())!.Metadata.Uid);
        Assert.Equal(small, (await environment.StatusAsync()).Machine!.Class);

        await environment.ApplyAsync(new() { Machine = new() { Class = small } });
        Assert.Equal(before.Machine.PodUid, (await environment.RunningAsync()).Machine!.PodUid);
    }

    private static string With(string @class) => new JsonObject { ["machine"] = new JsonObject { ["class"] = @class } }.ToJsonString();

    private async Task CreateAsync(string spec, string name)
    {
        var path = CrdKinds.ObjectsPath("Environment", invalid.Here.Namespace);
        var answer = await invalid.Here.Api.PostAsync(path, CrdKinds.Make("Environment", spec, name));
        Assert.SkipWhen(answer.Code == 422, "This API server refuses it by itself.");
        Playground.Accepted(answer);
    }

    private static async Task IsRejectedAsync(TestEnvironment environment, string message)
    {
        var status = await environment.UntilAsync(
            now => TestEnvironment.Condition(now, EnvironmentConditions.Accepted) is { Status: "False", Reason: "InvalidResource" }, "it is not accepted");
        Assert.Equal(RunnerAckCodes.InvalidResource, status.RunnerAck!.StatusCode);
        Assert.Contains(message, status.RunnerAck.Message);
        Assert.Contains(message, Assert.Single(status.FailureMessage!));
        Assert.Equal("True", TestEnvironment.Condition(status, EnvironmentConditions.Stalled)!.Status);
    }
}
