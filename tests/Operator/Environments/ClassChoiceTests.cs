using Environs.Crds;
using Environs.Operator.Environments;
using k8s.Models;

namespace Environs.Operator.Tests.Environments;

public class ClassChoiceTests
{
    private static V1alpha1EnvironmentClass Default(string name, int day, string value = "true") => Some.Class(name, c =>
    {
        c.Metadata.Annotations = new Dictionary<string, string> { [V1alpha1EnvironmentClass.DefaultAnnotation] = value };
        c.Metadata.CreationTimestamp = new DateTime(2026, 1, day, 0, 0, 0, DateTimeKind.Utc);
    });

    private static V1alpha1Environment Unnamed => Some.Environment(e => e.Spec.Machine = null);

    [Fact]
    public void A_named_class_is_taken_whatever_the_default() => Assert.Equal("small", ClassChoice.Of(Some.Environment(), [Default("other", 1), Some.Class()]).Name);

    [Fact]
    public void Of_several_defaults_the_newest_is_taken() => Assert.Equal("new", ClassChoice.Of(Unnamed, [Default("old", 1), Default("new", 2), Default("off", 3, "false")]).Name);

    [Fact]
    public void Defaults_of_one_age_are_told_apart_by_name() => Assert.Equal("a", ClassChoice.Of(Unnamed, [Default("b", 1), Default("a", 1)]).Name);

    [Fact]
    public void A_new_default_does_not_move_an_environment_that_has_its_class()
    {
        var environment = Unnamed;
        environment.Status = new() { Machine = new() { Class = "old" } };
        Assert.Equal("old", ClassChoice.Of(environment, [Default("old", 1), Default("new", 2)]).Name);
    }

    [Fact]
    public void Without_a_name_and_a_default_the_message_says_both_ways_out()
    {
        var problem = ClassChoice.Of(Unnamed, [Some.Class()]).Problem!;
        Assert.Equal("NoDefaultClass", problem.Reason);
        Assert.Contains(V1alpha1EnvironmentClass.DefaultAnnotation, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("memory=-1Gi", "", "spec.resources.requests.memory: must not be negative")]
    [InlineData("", "cpu=-1", "spec.resources.limits.cpu: must not be negative")]
    [InlineData("cpu=2", "cpu=1500m memory=1Gi", "spec.resources.requests.cpu: 2 is more than its limit of 1500m")]
    [InlineData("cpu=1 memory=1Gi", "cpu=1000m", null)]
    public void Quantities_that_no_pod_can_have_are_told_as_the_classs(string requests, string limits, string? message)
    {
        var problem = ClassChoice.Of(Some.Environment(), [Some.Class(change: c => c.Spec.Resources = new() { Requests = Quantities(requests), Limits = Quantities(limits) })]).Problem;
        Assert.Equal(message is null ? null : $"spec.machine.class: EnvironmentClass \"small\" cannot be used: {message}. An administrator must correct it.", problem?.Message);
        Assert.Equal(message is null ? null : "ClassInvalid", problem?.Reason);

        static Dictionary<string, ResourceQuantity> Quantities(string text) =>
            text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=')).ToDictionary(one => one[0], one => new ResourceQuantity(one[1]));
    }

    [Theory]
    [InlineData("10.20.0.0/16", 1, null, null)]
    [InlineData("2001:db8::/32", 1, 2, null)]
    [InlineData("10.20.0.1/16", 1, null, "spec.egress.allow[0].cidr: must be the first address of a range and the length of its prefix, such as 10.20.0.0/16")]
    [InlineData("10.20.0.0/33", 1, null, "spec.egress.allow[0].cidr: must be the first address of a range and the length of its prefix, such as 10.20.0.0/16")]
    [InlineData("10.20.0.0", 1, null, "spec.egress.allow[0].cidr: must be the first address of a range and the length of its prefix, such as 10.20.0.0/16")]
    [InlineData("10.20.0.0/16", 0, null, "spec.egress.allow[0].ports[0]: port and endPort must be from 1 to 65535, and endPort must not be less than port")]
    [InlineData("10.20.0.0/16", 2, 1, "spec.egress.allow[0].ports[0]: port and endPort must be from 1 to 65535, and endPort must not be less than port")]
    public void Addresses_that_no_policy_can_have_are_told_as_the_classs(string cidr, int port, int? endPort, string? message)
    {
        var problem = ClassChoice.Of(Some.Environment(), [Some.Class(change: c => c.Spec.Egress = new() { Allow = [new() { Cidr = cidr, Ports = [new() { Port = port, EndPort = endPort }] }] })]).Problem;
        Assert.Equal(message is null ? null : $"spec.machine.class: EnvironmentClass \"small\" cannot be used: {message}. An administrator must correct it.", problem?.Message);
    }
}
