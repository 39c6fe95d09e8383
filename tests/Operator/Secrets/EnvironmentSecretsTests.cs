using Environs.Crds;
using Environs.Operator.Secrets;

namespace Environs.Operator.Tests.Secrets;

/// <summary>Which of several secrets counts.</summary>
public class EnvironmentSecretsTests
{
    [Theory]
    [InlineData("a:User b:Project", "a")]
    [InlineData("a:Project b:User", "b")]
    [InlineData("a:Organization b:Project", "b")]
    [InlineData("a:Project b:Organization", "a")]
    [InlineData("a:Runner b:Organization", "b")]
    [InlineData("a:ServiceAccount b:Project", "a")]
    [InlineData("a:Project b:Project", "b")]
    [InlineData("a: b:Organization", "a")]
    [InlineData("a: b:User", "b")]
    [InlineData("a:User b:", "b")]
    public void Of_one_place_one_counts(string secrets, string counts) => Assert.Equal([counts], Mounted(secrets));

    [Theory]
    [InlineData("a:User b:Organization c:Project d: e:Runner f:ServiceAccount", "b c")]
    public void A_prebuild_gets_what_is_everybodys(string secrets, string counts) =>
        Assert.Equal(counts.Split(' '), Mounted(secrets, sameVariable: false, spec => spec.Devcontainer = new() { LifecycleStage = LifecycleStages.Prebuild }));

    [Fact]
    public void One_name_is_not_one_place()
    {
        var spec = new EnvironmentSpec
        {
            Secrets =
            [
                Secret("a", secret => secret.EnvironmentVariable = "x"), Secret("b", secret => secret.FilePath = "/x"), Secret("c", secret => secret.GitCredentialHost = "x"),
                Secret("d", secret => secret.ContainerRegistryBasicAuthHost = "x"), Secret("e", secret => secret.ApiOnly = true), Secret("f", secret => secret.ApiOnly = true),
            ],
        };
        Assert.Equal(6, EnvironmentSecrets.InForce(spec).Count);
        Assert.Equal(["a", "b", "c"], EnvironmentSecrets.Mounted(spec).Select(secret => secret.Id));
        Assert.Equal(["of-d"], EnvironmentSecrets.PullSecrets(spec)!.Select(one => one.Name));
    }

    [Fact]
    public void Another_session_is_another_list_and_an_empty_list_has_no_name()
    {
        var (one, other) = (Secret("a", secret => secret.ApiOnly = true), Secret("a", secret => (secret.ApiOnly, secret.Session) = (true, "2")));
        Assert.NotEqual(EnvironmentSecrets.Hash(new() { Secrets = [one] }), EnvironmentSecrets.Hash(new() { Secrets = [other] }));
        Assert.Equal("", EnvironmentSecrets.Hash(new()));
        Assert.Equal("", EnvironmentSecrets.Hash(new() { Secrets = [] }));
    }

    [Theory]
    [InlineData("https://git.example.com/a/b.git", "git.example.com", true)]
    [InlineData("https://GIT.example.com/a/b.git", "git.example.com", true)]
    [InlineData("https://git.example.com:443/a/b.git", "git.example.com", true)]
    [InlineData("https://git.example.com:8443/a/b.git", "git.example.com", false)]
    [InlineData("https://git.example.com:8443/a/b.git", "git.example.com:8443", true)]
    [InlineData("https://example.com/a/b.git", "git.example.com", false)]
    [InlineData("http://git.example.com/a/b.git", "git.example.com", false)]
    [InlineData("git@git.example.com:a/b.git", "git.example.com", false)]
    public void A_credential_is_for_its_host_alone_and_never_in_the_clear(string url, string host, bool isFor)
    {
        var spec = new EnvironmentSpec { Content = new() { Initializer = new() { Specs = [new() { Git = new() { RemoteUri = url } }] } } };
        Assert.Equal(isFor, EnvironmentSecrets.HasCredentialFor(spec, [new() { Id = "a", GitHost = host }]));
    }

    internal static SecretSpec Secret(string id, Action<SecretSpec> change)
    {
        var secret = new SecretSpec { Id = id, SecretKeyRef = new() { Name = $"of-{id}", Key = "key" } };
        change(secret);
        return secret;
    }

    private static IEnumerable<string> Mounted(string secrets, bool sameVariable = true, Action<EnvironmentSpec>? change = null)
    {
        var spec = new EnvironmentSpec
        {
            Secrets = [.. secrets.Split(' ').Select(one => one.Split(':')).Select(pair => Secret(pair[0], secret =>
                (secret.EnvironmentVariable, secret.Scope) = (sameVariable ? "TOKEN" : pair[0], pair[1].Length > 0 ? pair[1] : null)))],
        };
        change?.Invoke(spec);
        return EnvironmentSecrets.Mounted(spec).Select(secret => secret.Id);
    }
}
