using Environs.Crds;
using Environs.Gateway.Routing;
using Environs.Gateway.Tests.Support;

namespace Environs.Gateway.Tests.Routing;

public sealed class UpstreamTests
{
    [Theory]
    [InlineData("10.1.2.3", null, "http://10.1.2.3:3000")]
    [InlineData("10.1.2.3", PortProtocols.Http, "http://10.1.2.3:3000")]
    [InlineData("10.1.2.3", PortProtocols.Https, "https://10.1.2.3:3000")]
    [InlineData("fd00::1", null, "http://[fd00::1]:3000")]
    public void What_runs_is_reached_at_its_pod(string ip, string? protocol, string address)
    {
        var upstream = Of(Some.Environment(protocol: protocol), Some.Pod(ip));
        Assert.Equal((Availability.Reachable, address), (upstream.Availability, upstream.Address));
    }

    [Fact]
    public void What_is_rebuilt_is_reached_meanwhile() => Assert.Equal(Availability.Reachable, Of(Some.Environment(phase: EnvironmentPhases.Updating), Some.Pod()).Availability);

    [Theory]
    [InlineData(EnvironmentPhases.Creating, false, nameof(Availability.Starting))]
    [InlineData(EnvironmentPhases.Starting, false, nameof(Availability.Starting))]
    [InlineData(EnvironmentPhases.Stopped, true, nameof(Availability.Idle))]
    [InlineData(EnvironmentPhases.Stopping, true, nameof(Availability.Idle))]
    [InlineData(EnvironmentPhases.Stopped, false, nameof(Availability.Stopped))]
    [InlineData(EnvironmentPhases.Stopping, false, nameof(Availability.Stopped))]
    [InlineData(EnvironmentPhases.Deleting, false, nameof(Availability.Stopped))]
    [InlineData("Dreaming", false, nameof(Availability.Starting))]
    public void What_does_not_run_says_why(string phase, bool idle, string availability)
    {
        var upstream = Of(Some.Environment(phase: phase, idle: idle), Some.Pod());
        Assert.Equal((availability, null), (upstream.Availability.ToString(), upstream.Address));
    }

    [Fact]
    public void The_reason_to_wait_is_the_environments_own() =>
        Assert.Equal("The repository is being cloned.", Of(Some.Environment(phase: EnvironmentPhases.Starting), null).Message);

    public static TheoryData<string> NotOurs => ["no pod", "another environment's", "of the node's network", "ended", "without an address", "being deleted", "an odd address"];

    [Theory]
    [MemberData(nameof(NotOurs))]
    public void A_pod_that_is_not_certainly_its_own_is_not_reached(string which)
    {
        var pod = which switch
        {
            "no pod" => null,
            "another environment's" => Some.Pod(uid: "11111111-1111-1111-1111-111111111111"),
            "of the node's network" => Some.Pod("10.0.0.1"),
            "ended" => Some.Pod(phase: "Failed"),
            "without an address" => Some.Pod(""),
            "being deleted" => Some.Pod() with { Metadata = new() { DeletionTimestamp = Some.Now.UtcDateTime, OwnerReferences = Some.Pod().Metadata.OwnerReferences } },
            _ => Some.Pod("evil.example.com"),
        };
        Assert.Equal((Availability.Starting, null), (Of(Some.Environment(), pod).Availability, Of(Some.Environment(), pod).Address));
    }

    [Fact]
    public void What_is_being_deleted_is_over()
    {
        var environment = Some.Environment();
        environment.Metadata.DeletionTimestamp = Some.Now.UtcDateTime;
        Assert.Equal(Availability.Stopped, Of(environment, Some.Pod()).Availability);
    }

    private static Upstream Of(RoutedEnvironment environment, RoutedPod? pod) => Upstream.Of(environment, pod, environment.Spec!.Ports![0]);
}
