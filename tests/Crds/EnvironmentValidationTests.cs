using System.Text.Json;
using Environs.Support;

namespace Environs.Crds.Tests;

public sealed class EnvironmentValidationTests
{
    public static TheoryData<string> Bad => [.. BadObjects.All.Where(IsEnvironment).Select(bad => bad.Name)];

    public static TheoryData<string> Good => [.. GoodObjects.All.Where(good => good.Kind == V1alpha1Environment.KubeKind).Select(good => good.Name)];

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_object_gets_the_answer_that_a_current_server_gives(string name)
    {
        var bad = BadObjects.All.Single(bad => bad.Name == name);
        var errors = EnvironmentValidation.Errors(Environment(bad));
        Assert.Contains(errors, error => error.Field == bad.Field && (bad.Message is null || error.Message == bad.Message));
        Assert.All(errors, error => Assert.StartsWith(error.Field, bad.Field, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void A_good_object_is_taken(string name)
    {
        var good = GoodObjects.All.Single(good => good.Name == name);
        Assert.Equal([], EnvironmentValidation.Errors(Read(CrdKinds.Make(good.Kind, good.Spec).ToJsonString())));
    }

    [Fact]
    public void A_secret_in_a_url_is_not_repeated()
    {
        var bad = BadObjects.All.Single(bad => bad.Name == "remoteUri with a password");
        Assert.All(EnvironmentValidation.Errors(Environment(bad)), error => Assert.DoesNotContain("secret@", error.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_whose_base64_is_of_another_type_is_refused_and_not_repeated()
    {
        var key = BadSshKeys.Good[0].Replace("ssh-ed25519", "ssh-rsa", StringComparison.Ordinal);
        var error = Assert.Single(EnvironmentValidation.Errors(Read($$$"""{"metadata":{"name":"x"},"spec":{"sshPublicKeys":[{"id":"a","value":"{{{key}}}"}]}}""")));
        Assert.Equal(("spec.sshPublicKeys[0].value", SshKeyRules.Value), (error.Field, error.Message));
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var errors = EnvironmentValidation.Errors(Read("""
            {"metadata":{"name":"x"},"spec":{"desiredPhase":"Deleted","content":{"initializer":{"specs":[{"contextUrl":{"url":"https://example.com/a"}},{}]}}}}
            """));
        Assert.Equal(
            ["spec.desiredPhase: must be one of Running, Stopped", $"spec.content.initializer.specs[1]: {EnvironmentRules.GitOrContextUrl}"],
            errors.Select(error => error.ToString()));
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"x"},"spec":null}""")]
    [InlineData("""{"metadata":{"name":"x"},"spec":{"content":{"initializer":{"specs":[null]}}}}""")]
    [InlineData("""{"metadata":{"name":"x"},"spec":{"sshPublicKeys":[null]}}""")]
    [InlineData("""{"metadata":{"name":"x"},"spec":{"content":{"initializer":{"specs":[{"git":{"remoteUri":null}}]}}}}""")]
    public void An_object_with_nulls_is_an_error_and_not_a_crash(string json) => Assert.NotEmpty(EnvironmentValidation.Errors(Read(json)));

    private static bool IsEnvironment(BadObject bad) => bad.Kind == V1alpha1Environment.KubeKind;

    // What is left out reads as null, as from a server that let it in.
    private static V1alpha1Environment Environment(BadObject bad) => Read(CrdKinds.Make(bad.Kind, bad.Spec ?? "null", bad.Metadata ?? "x").ToJsonString());

    private static V1alpha1Environment Read(string json) => JsonSerializer.Deserialize(json, CrdsJson.Default.V1alpha1Environment)!;
}
