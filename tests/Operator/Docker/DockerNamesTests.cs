using System.Text.RegularExpressions;
using Environs.Operator.Docker;
using Environs.Operator.Tests.Environments;

namespace Environs.Operator.Tests.Docker;

public sealed class DockerNamesTests
{
    private static readonly string Long = new('a', 128);

    [Theory]
    [InlineData("redis", "redis")]
    [InlineData("my-db-2", "my-db-2")]
    [InlineData("My_DB", "my-db--18f6882e1d")]
    [InlineData("db-", "db--a2f1627021")]
    [InlineData("___", "x--bda251550b")]
    public void A_service_s_host_name_is_its_reference_or_what_is_left_of_it(string reference, string host) => Assert.Equal(host, DockerNames.Host(reference));

    [Fact]
    public void Names_are_labels_and_no_two_are_the_same()
    {
        string[] references = ["db", "DB", "d_b", "d-b", "-db", "db-", "_", Long, Long + "b", Long[..64], Long[..63], "1", "é"];
        var hosts = references.Select(DockerNames.Host).ToList();
        Assert.Equal(hosts.Count, hosts.Distinct().Count());
        var environments = ((string[])["demo", "demo.one", "demo-one", "1", Long[..63]]).Select(name => Some.Environment(environment => (environment.Metadata.Name, environment.Metadata.Uid) = (name, name))).ToList();
        var pods = environments.SelectMany(environment => references.Select(reference => DockerNames.Pod(environment, Unit(reference)))).ToList();
        Assert.Equal(pods.Count, pods.Distinct().Count());
        var domains = environments.Select(environment => DockerNames.Domain(environment.Metadata.Name)).ToList();
        Assert.Equal(domains.Count, domains.Distinct().Count());
        Assert.All(hosts.Concat(pods).Concat(domains), name => Assert.True(name.Length <= 63 && Regex.IsMatch(name, "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"), name));
        Assert.All(domains, name => Assert.Matches("^[a-z]", name));
    }

    [Fact]
    public void Another_environment_of_the_name_has_other_pods() => Assert.NotEqual(
        DockerNames.Pod(Some.Environment(), Unit("db")), DockerNames.Pod(Some.Environment(environment => environment.Metadata.Uid = "another"), Unit("db")));

    private static DockerUnit Unit(string reference) => new(DockerNames.ServiceLabel, $"{reference}-uid", reference, reference, "redis");
}
