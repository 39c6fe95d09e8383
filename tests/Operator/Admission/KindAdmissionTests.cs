using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.Operator.Admission;
using Environs.Operator.Admission.Checks;
using Environs.Support;
using static Environs.Operator.Tests.Admission.Asked;

namespace Environs.Operator.Tests.Admission;

public sealed class KindAdmissionTests
{
    private static readonly IKindAdmission[] Kinds =
    [
        new KindAdmission<V1alpha1Environment>(Cluster.Kinds.Environment, [new ValidityCheck<V1alpha1Environment>(EnvironmentValidation.Errors, EnvironmentValidation.Changes)]),
        new KindAdmission<V1alpha1Service>(Cluster.Kinds.Service, [new ValidityCheck<V1alpha1Service>(AutomationValidation.Errors, AutomationValidation.Changes)]),
        new KindAdmission<V1alpha1Task>(Cluster.Kinds.Task, [new ValidityCheck<V1alpha1Task>(AutomationValidation.Errors, AutomationValidation.Changes)]),
        new KindAdmission<V1alpha1TaskExecution>(Cluster.Kinds.TaskExecution, [new ValidityCheck<V1alpha1TaskExecution>(AutomationValidation.Errors, AutomationValidation.Changes)]),
    ];

    public static TheoryData<string> Bad => [.. BadObjects.All.Where(bad => bad.OnlyCelRefuses && bad.Kind != "EnvironmentClass").Select(bad => bad.Name)];

    public static TheoryData<string> Updates => [.. BadObjects.Updates.Where(bad => bad.Kind != "EnvironmentClass").Select(bad => bad.Name)];

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task What_only_a_server_with_CEL_refuses_is_refused_with_the_fields_name(string name)
    {
        var bad = BadObjects.All.Single(bad => bad.Name == name);
        var objections = await ObjectionsAsync(bad.Kind, null, CrdKinds.Make(bad));
        Assert.Contains(objections, objection => objection.Error.Field.StartsWith(bad.Field, StringComparison.Ordinal) && objection.Error.Message == bad.Message && !objection.IsForbidden);
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task What_must_not_change_stays(string name)
    {
        var bad = BadObjects.Updates.Single(bad => bad.Name == name);
        var (before, after) = (CrdKinds.Make(bad.Kind, bad.Before), CrdKinds.Make(bad.Kind, bad.After));
        if (bad.InForce is { } status) (before["status"], after["status"]) = (JsonNode.Parse(status), JsonNode.Parse(status));
        Assert.Contains(await ObjectionsAsync(bad.Kind, before, after), objection => objection.Error.Message == bad.Message);
        Assert.Empty(await ObjectionsAsync(bad.Kind, before, before));
    }

    [Fact]
    public async Task What_was_let_in_wrong_may_be_changed_elsewhere_and_made_no_worse()
    {
        const string wrong = """{"timeout":{"disconnected":"5 minutes"}}""";
        Assert.NotEmpty(await ObjectionsAsync("Environment", null, CrdKinds.Make("Environment", wrong)));
        Assert.Empty(await ObjectionsAsync("Environment", CrdKinds.Make("Environment", wrong), CrdKinds.Make("Environment", """{"timeout":{"disconnected":"5 minutes"},"desiredPhase":"Stopped"}""")));
        var worse = await ObjectionsAsync("Environment", CrdKinds.Make("Environment", wrong), CrdKinds.Make("Environment", """{"timeout":{"disconnected":"5 minutes"},"desiredPhase":"Deleted"}"""));
        Assert.Equal("spec.desiredPhase", Assert.Single(worse).Error.Field);
    }

    [Theory]
    [InlineData("""{"desiredPhase":"Deleted"}""", true)]
    [InlineData("""{"desiredPhase":"Gone"}""", false)]
    public async Task What_is_being_deleted_goes_however_wrong_it_is_unless_its_spec_is_changed(string after, bool isAllowed)
    {
        var kind = new KindAdmission<V1alpha1Environment>(Cluster.Kinds.Environment, [new ValidityCheck<V1alpha1Environment>(_ => [new FieldError("spec", "is always wrong")], (_, _) => [new FieldError("spec", "is always wrong")])]);
        var going = CrdKinds.Make("Environment", """{"desiredPhase":"Deleted"}""");
        going["metadata"]!["finalizers"] = new JsonArray("foregroundDeletion");
        var gone = CrdKinds.Make("Environment", after);
        foreach (var one in new[] { going, gone }) one["metadata"]!["deletionTimestamp"] = "2026-03-01T12:00:00Z";
        Assert.Equal(isAllowed, (await kind.ObjectionsAsync(Request(going.ToJsonString(), gone.ToJsonString()), CancellationToken.None)).Count == 0);
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"x"},"spec":{"machine":"large"}}""", "spec.machine")]
    [InlineData("""{"metadata":{"name":"x"},"spec":[]}""", "spec")]
    public async Task What_cannot_be_read_is_refused_and_no_crash(string json, string field)
    {
        var objections = await Kinds[0].ObjectionsAsync(Request(null, json), CancellationToken.None);
        Assert.Equal(field, Assert.Single(objections).Error.Field);
    }

    [Fact]
    public async Task Null_everywhere_is_no_crash()
    {
        Assert.NotEmpty(await Kinds[0].ObjectionsAsync(Request(null, """{"metadata":null,"spec":null}"""), CancellationToken.None));
        Assert.NotEmpty(await Kinds[0].ObjectionsAsync(Request("""{"spec":{}}""", """{"spec":null}"""), CancellationToken.None));
    }

    private static Task<IReadOnlyList<Objection>> ObjectionsAsync(string kind, JsonObject? before, JsonObject after) =>
        Kinds.Single(one => one.Kind == kind).ObjectionsAsync(Request(before?.ToJsonString(), after.ToJsonString(), kind: kind), CancellationToken.None);
}
