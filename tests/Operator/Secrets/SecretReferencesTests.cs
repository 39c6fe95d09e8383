using System.Text.Json;
using Environs.Crds;
using Environs.Operator.Secrets;

namespace Environs.Operator.Tests.Secrets;

/// <summary>For which Secrets somebody who changes a resource needs the right to read them.</summary>
public class SecretReferencesTests
{
    private const string A = """{"id":"a","secretKeyRef":{"name":"s","key":"k"},"environmentVariable":"A"}""";

    [Theory]
    [InlineData("", A, "spec.secrets[a].secretKeyRef=s")]
    [InlineData(A, A, "")]
    [InlineData(A, "", "")]
    [InlineData(A, """{"id":"a","secretKeyRef":{"name":"t","key":"k"},"environmentVariable":"A"}""", "spec.secrets[a].secretKeyRef=t")]
    [InlineData(A, """{"id":"a","secretKeyRef":{"name":"s","key":"other"},"environmentVariable":"A"}""", "spec.secrets[a].secretKeyRef=s")]
    // Used in another way: what was for pulling images only would be shown.
    [InlineData("""{"id":"a","secretKeyRef":{"name":"s","key":".dockerconfigjson"},"containerRegistryBasicAuthHost":"h"}""", """{"id":"a","secretKeyRef":{"name":"s","key":".dockerconfigjson"},"environmentVariable":"A"}""", "spec.secrets[a].secretKeyRef=s")]
    [InlineData("""{"id":"a","secretKeyRef":{"name":"s","key":"k"},"apiOnly":true}""", A, "spec.secrets[a].secretKeyRef=s")]
    [InlineData("""{"id":"a","secretKeyRef":{"name":"s","key":"k"},"gitCredentialHost":"good"}""", """{"id":"a","secretKeyRef":{"name":"s","key":"k"},"gitCredentialHost":"evil"}""", "spec.secrets[a].secretKeyRef=s")]
    [InlineData(A, """{"id":"b","secretKeyRef":{"name":"s","key":"k"},"environmentVariable":"A"}""", "spec.secrets[b].secretKeyRef=s")]
    // Nothing of these shows anything.
    [InlineData(A, """{"id":"a","secretKeyRef":{"name":"s","key":"k","optional":true},"environmentVariable":"A","session":"2","name":"abc"}""", "")]
    [InlineData("", "null", "")]
    [InlineData("", """{"id":"a"}""", "")]
    public void Of_an_environment(string before, string after, string added) =>
        Assert.Equal(added, Text(SecretReferences.Added(before.Length == 0 ? null : Spec(before), Spec(after))));

    [Theory]
    [InlineData("", """{"name":"A","value":"1"}""", "")]
    [InlineData("", """{"name":"A","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}""", "spec.env[A].valueFrom.secretKeyRef=s")]
    [InlineData("""{"name":"A","value":"1"}""", """{"name":"A","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}""", "spec.env[A].valueFrom.secretKeyRef=s")]
    [InlineData("""{"name":"A","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}""", """{"name":"A","valueFrom":{"secretKeyRef":{"name":"s","key":"k","optional":true}}},{"name":"B","value":"2"}""", "")]
    [InlineData("""{"name":"A","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}""", """{"name":"A","valueFrom":{"secretKeyRef":{"name":"t","key":"k"}}}""", "spec.env[A].valueFrom.secretKeyRef=t")]
    [InlineData("", "null", "")]
    [InlineData("", """{"name":"A","valueFrom":{}}""", "")]
    public void Of_variables(string before, string after, string added) => Assert.Equal(added, Text(SecretReferences.Added(Env(before), Env(after))));

    private static string Text(IEnumerable<(string Field, string Secret)> added) => string.Join(' ', added.Select(one => $"{one.Field}={one.Secret}"));

    private static EnvironmentSpec Spec(string secrets) => JsonSerializer.Deserialize($$"""{"secrets":[{{secrets}}]}""", CrdsJson.Default.EnvironmentSpec)!;

    private static IList<EnvironmentVariable>? Env(string variables) => JsonSerializer.Deserialize($$"""{"env":[{{variables}}]}""", CrdsJson.Default.TaskSpec)!.Env;
}
