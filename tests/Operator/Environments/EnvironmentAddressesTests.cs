using Environs.Crds;
using Environs.Operator.Environments;

namespace Environs.Operator.Tests.Environments;

public sealed class EnvironmentAddressesTests
{
    [Fact]
    public void Each_port_of_the_spec_has_an_address_in_the_gateways_domain()
    {
        var urls = Of([new() { Port = 3000 }, new() { Port = 8443, Protocol = PortProtocols.Https }], "environs.example.com:8443");
        Assert.Equal(
            [(3000, "https://3000--env-uid.environs.example.com:8443/"), (8443, "https://8443--env-uid.environs.example.com:8443/")],
            urls!.Ports!.Select(port => (port.Port, port.Url)));
    }

    [Fact]
    public void What_devcontainer_json_forwards_has_one_too()
    {
        var urls = EnvironmentAddresses.Of(Some.Environment(one => one.Spec.Ports = [new() { Port = 3000 }]), [new() { Port = 3000 }, new() { Port = 5000 }], "example.com");
        Assert.Equal(["https://3000--env-uid.example.com/", "https://5000--env-uid.example.com/"], urls!.Ports!.Select(port => port.Url));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_a_gateway_there_is_none(string? domain) => Assert.Null(Of([new() { Port = 3000 }], domain));

    [Fact]
    public void The_logs_have_one_without_any_port()
    {
        var urls = Of([], "example.com");
        Assert.Equal(("https://env--env-uid.example.com/logs/", null), (urls?.Logs, urls?.Ports));
        Assert.Equal("https://env--env-uid.example.com/logs/services/web", EnvironmentAddresses.LogOf(Some.Environment(), new V1alpha1Service { Metadata = new(), Spec = new() { Reference = "web" } }, "example.com"));
        Assert.Equal("https://env--env-uid.example.com/logs/executions/run-uid/", EnvironmentAddresses.LogOf(Some.Environment(), new V1alpha1TaskExecution { Metadata = new() { Uid = "run-uid" } }, "example.com"));
        Assert.Null(EnvironmentAddresses.LogOf(Some.Environment(), new V1alpha1TaskExecution { Metadata = new() { Uid = "run-uid" } }, null));
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, "ssh://dev@x.team.environs:22022", null)]
    [InlineData("example.com", "ssh://dev@x.team.environs:22022", "https://env--env-uid.example.com/logs/")]
    [InlineData("example.com", null, "https://env--env-uid.example.com/logs/")]
    public void Ssh_has_one_with_and_without_a_gateway(string? domain, string? ssh, string? logs)
    {
        var urls = EnvironmentAddresses.Of(Some.Environment(), null, domain, ssh);
        Assert.Equal((ssh, logs), (urls?.Ssh?.Url, urls?.Logs));
        Assert.Equal(domain is null && ssh is null, urls is null);
    }

    [Fact]
    public void What_is_not_valid_has_none()
    {
        var environment = Some.Environment(one => one.Spec.Ports = [new() { Port = 80 }]);
        var state = Some.State(environment) with { Options = With("example.com") };
        Assert.Null(EnvironmentHealth.Of(state, EnvironmentPolicy.Decide(state)).EnvironmentUrls);
    }

    [Fact]
    public void The_status_has_them()
    {
        var environment = Some.Environment(one => one.Spec.Ports = [new() { Port = 3000 }]);
        var state = Some.State(environment) with { Options = With("example.com") };
        Assert.Equal("https://3000--env-uid.example.com/", EnvironmentHealth.Of(state, EnvironmentPolicy.Decide(state)).EnvironmentUrls?.Ports?.Single().Url);
    }

    private static EnvironmentUrls? Of(IList<PortSpec> ports, string? domain) => EnvironmentAddresses.Of(Some.Environment(one => one.Spec.Ports = ports), null, domain);

    private static OperatorOptions With(string domain) =>
        new() { SupervisorImage = Some.Options.SupervisorImage, ContentImage = Some.Options.ContentImage, DefaultImage = Some.Options.DefaultImage, GatewayDomain = domain };
}
