using Environs.Operator.NetworkPolicies;
using Environs.Operator.Tests.Environments;

namespace Environs.Operator.Tests.NetworkPolicies;

public sealed class NetworkPolicyOptionsTests
{
    [Fact]
    public void The_usual_settings_are_right() => Assert.Null(Some.Options.Problem());

    public static TheoryData<NetworkPolicyOptions, string> Wrong => new()
    {
        { new() { ClusterCidrs = "203.0.113.0/24,10.0.0.1/8" }, "CLUSTERCIDRS has \"10.0.0.1/8\"" },
        // Everything would be no internet.
        { new() { ClusterCidrs = "0.0.0.0/0" }, "CLUSTERCIDRS has \"0.0.0.0/0\"" },
        { new() { AllowedCidrs = "example.com" }, "ALLOWEDCIDRS has \"example.com\"" },
        { new() { NodeLocalDns = "node" }, "NODELOCALDNS has \"node\"" },
        { new() { GatewayPods = "app" }, "names pods by \"app\"" },
        { new() { DnsPods = "" }, "must name pods by labels" },
        { new() { OperatorPods = " , " }, "must name pods by labels" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_one_is_said(NetworkPolicyOptions options, string message) => Assert.Contains(message, (Some.Options with { NetworkPolicy = options }).Problem(), StringComparison.Ordinal);
}
