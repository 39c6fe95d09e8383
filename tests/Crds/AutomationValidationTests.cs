using System.Text.Json;
using System.Text.Json.Nodes;
using Environs.Support;

namespace Environs.Crds.Tests;

public sealed class AutomationValidationTests
{
    private static readonly string[] Kinds = [V1alpha1Service.KubeKind, V1alpha1Task.KubeKind, V1alpha1TaskExecution.KubeKind];

    public static TheoryData<string> Bad => [.. BadObjects.All.Where(bad => Kinds.Contains(bad.Kind)).Select(bad => bad.Name)];

    public static TheoryData<string> Good => [.. GoodObjects.All.Where(good => Kinds.Contains(good.Kind)).Select(good => good.Name)];

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_object_gets_the_answer_that_a_current_server_gives(string name)
    {
        var bad = BadObjects.All.Single(bad => bad.Name == name);
        // What is left out reads as null or empty, as from a server that let it in; the types cannot tell a missing member from an empty one.
        var errors = Errors(bad.Kind, CrdKinds.Make(bad.Kind, bad.Spec ?? "null"));
        Assert.Contains(errors, error => Is(error.Field, bad) && (bad.Message is null || error.Message == bad.Message));
        Assert.All(errors, error => Assert.True(Is(error.Field, bad) || bad.Field.StartsWith(error.Field, StringComparison.Ordinal), error.ToString()));
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void A_good_object_is_taken(string name)
    {
        var good = GoodObjects.All.Single(good => good.Name == name);
        Assert.Equal([], Errors(good.Kind, CrdKinds.Make(good.Kind, good.Spec)));
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void A_good_object_is_written_as_it_was_read(string name)
    {
        var good = GoodObjects.All.Single(good => good.Name == name);
        var made = CrdKinds.Make(good.Kind, good.Spec);
        var type = CrdKinds.All.Single(kind => kind.EntityKind() == good.Kind);
        var written = JsonSerializer.SerializeToNode(JsonSerializer.Deserialize(made.ToJsonString(), type), type)!;
        Assert.Equal([], Lost(made["spec"]!, written["spec"]!, "spec"));
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once() => Assert.Equal(
        [
            "spec.environmentRef.name: must be set", "spec.role: must be one of Default, Editor, AiAgent, SecurityAgent", "spec.triggeredBy[1]: must be set",
            "spec.commands.start: must be set", $"spec.readinessTimeout: {AutomationRules.Timeout}",
        ],
        Errors("Service", JsonNode.Parse("""{"spec":{"reference":"a","role":"Cook","triggeredBy":["Manual",null],"readinessTimeout":"1 day"}}""")!.AsObject())
            .Select(error => error.ToString()));

    [Theory]
    [InlineData("Service", """{"spec":{"environmentRef":null,"reference":null,"commands":null,"env":[null,null],"triggeredBy":[null]}}""")]
    [InlineData("Service", """{"spec":{"commands":{"start":null},"env":[{"name":null,"value":null}]}}""")]
    [InlineData("Task", """{"spec":{"environmentRef":{"name":null},"reference":null,"dependsOn":[null,null],"env":[null]}}""")]
    [InlineData("Task", """{"spec":{}}""")]
    [InlineData("TaskExecution", """{"spec":{"taskRef":null}}""")]
    [InlineData("TaskExecution", """{"spec":{"taskRef":{"name":null}}}""")]
    [InlineData("TaskExecution", "{}")]
    public void An_object_with_nulls_is_an_error_and_not_a_crash(string kind, string json) => Assert.NotEmpty(Errors(kind, JsonNode.Parse(json)!.AsObject()));

    [Theory]
    [InlineData("Service", """{"spec":{"environmentRef":{"name":"a"},"reference":"b","commands":{"start":"c"},"env":[{"name":"A","value":"#\u0000"}]}}""")]
    [InlineData("Task", """{"spec":{"environmentRef":{"name":"a"},"reference":"b","command":"c","env":[{"name":"A","value":"#\u0000"}]}}""")]
    public void A_value_is_not_repeated(string kind, string json)
    {
        var errors = Errors(kind, JsonNode.Parse(json.Replace("#", "password", StringComparison.Ordinal))!.AsObject());
        Assert.DoesNotContain("password", Assert.Single(errors).ToString(), StringComparison.Ordinal);
    }

    private static bool Is(string field, BadObject bad) =>
        field == bad.Field || (bad.Keyword is "required" or "type" && field.StartsWith($"{bad.Field}.", StringComparison.Ordinal));

    private static IReadOnlyList<FieldError> Errors(string kind, JsonObject made) => kind switch
    {
        V1alpha1Service.KubeKind => AutomationValidation.Errors(made.Deserialize(CrdsJson.Default.V1alpha1Service)!),
        V1alpha1Task.KubeKind => AutomationValidation.Errors(made.Deserialize(CrdsJson.Default.V1alpha1Task)!),
        _ => AutomationValidation.Errors(made.Deserialize(CrdsJson.Default.V1alpha1TaskExecution)!),
    };

    // Written may be more than what was read: an absent value of a variable is an empty one.
    private static IEnumerable<string> Lost(JsonNode read, JsonNode? written, string path) => (read, written) switch
    {
        (JsonObject a, JsonObject b) => a.SelectMany(member => Lost(member.Value!, b[member.Key], $"{path}.{member.Key}")),
        (JsonArray a, JsonArray b) when a.Count == b.Count => a.Zip(b).SelectMany((pair, i) => Lost(pair.First!, pair.Second, $"{path}[{i}]")),
        _ => JsonNode.DeepEquals(read, written) ? [] : [path],
    };
}
