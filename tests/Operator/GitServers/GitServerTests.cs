using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Environs.Operator.GitServers;

namespace Environs.Operator.Tests.GitServers;

/// <summary>What pods are told of git servers with authorities of their own.</summary>
public sealed class GitServerTests
{
    private static readonly string Authority = Made();

    [Fact]
    public void Each_host_has_these_authorities_and_no_other_host_has() => Assert.Equal(
        [
            new("gitconfig", "[http \"https://git.example.com/\"]\n\tsslCAInfo = /environs/operator/git-ca.crt\n[http \"https://git.example.org:8443/\"]\n\tsslCAInfo = /environs/operator/git-ca.crt\n"),
            new("git-ca.crt", Authority),
        ],
        GitServerFiles.Of(new() { Hosts = "git.example.com, git.example.org:8443", Authorities = Authority }));

    [Fact]
    public void Without_hosts_there_is_nothing_to_tell() => Assert.Empty(GitServerFiles.Of(new() { Authorities = Authority }));

    [Theory]
    [InlineData("", "none", null)]
    [InlineData("git.example.com", "", null)]
    [InlineData("git.example.com:8443,10.0.0.1", "", null)]
    [InlineData("git.example.com", "none", "OPERATOR__GITSERVERS__AUTHORITIES must be certificates as PEM")]
    [InlineData("https://git.example.com", "", "has \"https://git.example.com\", which is no host")]
    [InlineData("git.example.com/team", "", "has \"git.example.com/team\", which is no host")]
    [InlineData("git.example.com:443", "", "has \"git.example.com:443\", which is no host")]
    [InlineData("a\"]b", "", "which is no host")]
    public void What_git_could_not_use_is_said_at_the_start(string hosts, string authorities, string? problem)
    {
        var said = new GitServerOptions { Hosts = hosts, Authorities = authorities.Length == 0 ? Authority : authorities }.Problem();
        if (problem is null) Assert.Null(said);
        else Assert.Contains(problem, said, StringComparison.Ordinal);
    }

    private static string Made()
    {
        using var key = ECDsa.Create();
        using var certificate = new CertificateRequest("CN=company", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(99));
        return certificate.ExportCertificatePem();
    }
}
