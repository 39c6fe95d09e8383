using Environs.Crds;
using Environs.Gateway.Access;
using Environs.Gateway.Routing;
using Environs.Gateway.Tests.Support;

namespace Environs.Gateway.Tests.Routing;

public sealed class RoutesTests
{
    [Fact]
    public void What_devcontainer_json_forwards_is_reached_as_the_environment_is()
    {
        var environment = With(AdmissionLevels.Organization, new ForwardedPort { Port = 5000, Protocol = PortProtocols.Https });
        Assert.Equal((5000, PortProtocols.Https), (Routes.Port(environment, 5000)!.Port, Routes.Port(environment, 5000)!.Protocol));
        Assert.Equal(AdmissionLevels.Organization, Admission.Level(environment, 5000));
        Assert.Null(Routes.Port(environment, 5001));
    }

    [Fact]
    public void A_port_of_both_is_as_the_spec_says()
    {
        var environment = With(AdmissionLevels.Everyone, new ForwardedPort { Port = 3000, Protocol = PortProtocols.Https });
        environment.Spec!.Ports![0].Admission = AdmissionLevels.OwnerOnly;
        Assert.Null(Routes.Port(environment, 3000)!.Protocol);
        Assert.Equal(AdmissionLevels.OwnerOnly, Admission.Level(environment, 3000));
    }

    private static RoutedEnvironment With(string level, ForwardedPort port)
    {
        var environment = Some.Environment(3000, level);
        environment.Status!.Devcontainer = new() { ForwardedPorts = [port] };
        return environment;
    }
}
