using System.Text.Json;
using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.Operator.Cluster;
using Environs.Operator.Docker;
using Environs.Operator.Environments;
using Environs.Operator.NetworkPolicies;
using Environs.Operator.Tests.Environments;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Tests.NetworkPolicies;

/// <summary>Who gets in and what gets out, by what the policies mean and not by how they are written.</summary>
public sealed class EnvironmentNetworkPolicyTests
{
    private const string OperatorLabels = "app.kubernetes.io/name=environs,app.kubernetes.io/instance=x,app.kubernetes.io/component=operator";
    private const string GatewayLabels = "app.kubernetes.io/name=environs,app.kubernetes.io/instance=x,app.kubernetes.io/component=gateway";

    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> Namespaces =
        new[] { "team", "team-b", "environs-system", "kube-system", "samples" }.ToDictionary(name => name, name => End.Of($"kubernetes.io/metadata.name={name}"));

    private static readonly Dictionary<string, End> Ends = new()
    {
        ["env"] = Of(Some.Environment()),
        ["docker"] = Beside(Some.Environment()),
        ["other env"] = Of(Other("other", "team")),
        ["other's docker"] = Beside(Other("other", "team")),
        ["namesake"] = Of(Other("demo", "team-b")),
        ["a pod beside"] = End.Pod("team", "app=web"),
        ["a pod called so"] = End.Pod("team", "environs.dev/environment=demo"),
        ["a helper of ours"] = End.Pod("team", "app.kubernetes.io/managed-by=environs"),
        ["another's operator"] = End.Pod("environs-system", OperatorLabels.Replace("name=environs", "name=other")),
        ["another release's operator"] = End.Pod("environs-system", OperatorLabels.Replace("instance=x", "instance=y")),
        ["another's gateway"] = End.Pod("environs-system", GatewayLabels.Replace("name=environs", "name=other")),
        ["another release's gateway"] = End.Pod("environs-system", GatewayLabels.Replace("instance=x", "instance=y")),
        ["another part of the release"] = End.Pod("environs-system", GatewayLabels.Replace("component=gateway", "component=hook")),
        ["operator"] = End.Pod("environs-system", OperatorLabels),
        ["an operator elsewhere"] = End.Pod("team-b", OperatorLabels),
        ["gateway"] = End.Pod("environs-system", GatewayLabels),
        ["a gateway elsewhere"] = End.Pod("team", GatewayLabels),
        ["prometheus"] = End.Pod("environs-system", "app=prometheus"),
        ["dns"] = End.Pod("kube-system", "k8s-app=kube-dns"),
        ["a dns elsewhere"] = End.Pod("team-b", "k8s-app=kube-dns"),
        ["apiserver"] = End.Pod("kube-system", "component=kube-apiserver"),
        ["git"] = End.Pod("samples", "app=git"),
        ["public pod"] = End.Pod("samples", "app=git", "203.0.113.9"),
    };

    /// <summary>The cluster of these tests: it has public addresses, a DNS cache on each node, and one range that everybody may use.</summary>
    private static readonly OperatorOptions Options = Some.Options with
    {
        NetworkPolicy = new()
        {
            OperatorPods = OperatorLabels,
            GatewayPods = GatewayLabels,
            ClusterCidrs = "203.0.113.0/24, 2001:db8::/32",
            AllowedCidrs = "10.7.0.0/16",
            NodeLocalDns = "169.254.20.10",
        },
    };

    private static readonly (string From, string To, string Port, bool Expected)[] Rows =
    [
        // in
        ("gateway", "env", "3000", true),
        ("gateway", "env", "65535", true),
        ("gateway", "docker", "5432", true),
        ("gateway", "env", "3000/UDP", false),
        ("operator", "env", "3000", true),
        ("docker", "env", "3000", true),
        ("docker", "env", "53/UDP", true),
        ("env", "docker", "5432", true),
        ("env", "env", "3000", true),
        ("a gateway elsewhere", "env", "3000", false),
        ("an operator elsewhere", "env", "3000", false),
        ("prometheus", "env", "3000", false),
        ("another part of the release", "env", "3000", false),
        ("another's operator", "env", "3000", false),
        ("another release's operator", "env", "3000", false),
        ("another's gateway", "env", "3000", false),
        ("another release's gateway", "env", "3000", false),
        ("other env", "env", "3000", false),
        ("other's docker", "env", "3000", false),
        ("other env", "docker", "5432", false),
        ("namesake", "env", "3000", false),
        ("a pod beside", "env", "3000", false),
        ("a pod beside", "docker", "5432", false),
        ("a pod called so", "env", "3000", false),
        ("apiserver", "env", "3000", false),
        ("198.51.100.7", "env", "3000", false),
        ("10.0.0.1", "env", "3000", false),
        ("2600::1", "env", "3000", false),
        // out, to what every environment needs
        ("env", "operator", "8443", true),
        ("docker", "operator", "8443", true),
        ("env", "operator", "8080", false),
        ("env", "operator", "9443", false),
        ("env", "operator", "8443/UDP", false),
        ("env", "an operator elsewhere", "8443", false),
        ("env", "another's operator", "8443", false),
        ("env", "another release's operator", "8443", false),
        ("env", "gateway", "8443", false),
        ("env", "dns", "53/UDP", true),
        ("env", "dns", "53", true),
        ("docker", "dns", "53/UDP", true),
        ("env", "dns", "9153", false),
        ("env", "dns", "9153/UDP", false),
        ("env", "apiserver", "53/UDP", false),
        ("env", "a dns elsewhere", "53/UDP", false),
        ("env", "169.254.20.10", "53/UDP", true),
        ("env", "169.254.20.10", "53", true),
        ("env", "169.254.20.10", "80", false),
        ("env", "169.254.20.10", "80/UDP", false),
        // out, to others
        ("env", "198.51.100.7", "443", true),
        ("env", "198.51.100.7", "443/UDP", true),
        ("docker", "198.51.100.7", "22", true),
        ("env", "2600::1", "443", true),
        ("env", "other env", "3000", false),
        ("env", "other's docker", "5432", false),
        ("env", "namesake", "3000", false),
        ("env", "a pod beside", "3000", false),
        ("env", "a pod called so", "3000", false),
        ("env", "apiserver", "6443", false),
        ("env", "git", "80", false),
        ("env", "public pod", "80", false),
        ("env", "203.0.113.1", "443", false),
        ("env", "2001:db8::1", "443", false),
        ("env", "10.0.0.1", "443", false),
        ("env", "10.255.255.255", "443", false),
        ("env", "10.7.1.1", "443", true),
        ("env", "172.15.255.255", "443", true),
        ("env", "172.16.0.1", "443", false),
        ("env", "172.31.255.255", "443", false),
        ("env", "172.32.0.1", "443", true),
        ("env", "192.168.0.1", "443", false),
        ("env", "100.64.0.1", "443", false),
        ("env", "100.127.255.255", "443", false),
        ("env", "100.128.0.1", "443", true),
        ("env", "169.254.169.254", "80", false),
        ("env", "fd00:ec2::254", "80", false),
        ("env", "fe80::1", "80", false),
        ("env", "64:ff9b:1::a00:1", "80", false),
        // who has no policy of ours is left alone
        ("a pod beside", "198.51.100.7", "443", true),
        ("a pod beside", "a pod called so", "3000", true),
        ("a pod beside", "a helper of ours", "3000", true),
        ("gateway", "operator", "8443", true),
    ];

    public static TheoryData<string, string, string, bool> Table
    {
        get
        {
            var table = new TheoryData<string, string, string, bool>();
            foreach (var (from, to, port, expected) in Rows) table.Add(from, to, port, expected);
            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void By_default(string from, string to, string port, bool expected) => AssertAllows(expected, null, Options, from, to, port);

    /// <summary>Takes every part of the policy away, one at a time: the table must tell.</summary>
    [Fact]
    public void No_part_of_it_can_be_missing_unseen()
    {
        var policy = JsonSerializer.SerializeToNode(EnvironmentNetworkPolicy.Build(Some.Environment(), null, Options, "environs-system"), ClusterJson.Default.V1NetworkPolicy)!;

        var unseen = Enumerable.Range(0, Below(policy["spec"]!).Count()).Select(i => Without(policy, i)).Where(one => Rows.All(row => Holds(one.Policy, row))).Select(one => one.Path);

        // What Kubernetes takes for granted.
        Assert.All(unseen, path => Assert.Matches("[.]protocol$|[.]policyTypes$", path));
    }

    [Theory]
    [InlineData(EgressPolicies.None, "198.51.100.7", "443", false)]
    [InlineData(EgressPolicies.None, "10.0.0.1", "443", false)]
    [InlineData(EgressPolicies.None, "2600::1", "443", false)]
    [InlineData(EgressPolicies.None, "dns", "53/UDP", true)]
    [InlineData(EgressPolicies.None, "operator", "8443", true)]
    [InlineData(EgressPolicies.None, "docker", "5432", true)]
    [InlineData(EgressPolicies.None, "10.20.1.7", "443", true)]
    [InlineData(EgressPolicies.None, "10.20.1.7", "9005", true)]
    [InlineData(EgressPolicies.None, "10.20.1.7", "9011", false)]
    [InlineData(EgressPolicies.None, "10.20.1.7", "443/UDP", false)]
    [InlineData(EgressPolicies.None, "10.20.1.7", "123/UDP", true)]
    [InlineData(EgressPolicies.None, "10.20.1.8", "443", false)]
    [InlineData(EgressPolicies.None, "10.30.0.9", "7/SCTP", true)]
    [InlineData(EgressPolicies.Internet, "10.20.1.7", "443", true)]
    [InlineData(EgressPolicies.Internet, "10.20.1.7", "22", false)]
    [InlineData(null, "10.20.1.7", "443", true)]
    [InlineData(EgressPolicies.All, "10.0.0.1", "22", true)]
    [InlineData(EgressPolicies.All, "169.254.169.254", "80", true)]
    [InlineData(EgressPolicies.All, "apiserver", "6443/UDP", true)]
    public void A_class_says_what_gets_out(string? policy, string to, string port, bool expected)
    {
        ClassEgress egress = new()
        {
            Policy = policy,
            Allow =
            [
                new() { Cidr = "10.20.1.7/32", Ports = [new() { Port = 443 }, new() { Port = 9000, EndPort = 9010 }, new() { Port = 123, Protocol = "UDP" }] },
                new() { Cidr = "10.30.0.0/16" },
            ],
        };

        AssertAllows(expected, egress, Options, "env", to, port);
    }

    [Fact]
    public void Nobody_gets_into_another_environment_by_their_own_class() => Assert.False(Allows(Policies(new() { Policy = EgressPolicies.All }, Options), "env", "other env", "3000"));

    [Theory]
    [InlineData("gateway", "env", "3000", false)]
    [InlineData("docker", "env", "3000", true)]
    [InlineData("a pod beside", "env", "3000", false)]
    public void Without_a_gateway_nobody_else_gets_in(string from, string to, string port, bool expected) =>
        AssertAllows(expected, null, Options with { NetworkPolicy = Options.NetworkPolicy with { GatewayPods = "" } }, from, to, port);

    [Theory]
    [InlineData("gateway", false)]
    [InlineData("a gateway elsewhere", true)]
    public void The_gateway_may_be_in_another_namespace(string from, bool expected) =>
        AssertAllows(expected, null, Options with { NetworkPolicy = Options.NetworkPolicy with { GatewayNamespace = "team" } }, from, "env", "3000");

    [Theory]
    [InlineData("git", "80", true)]
    [InlineData("apiserver", "6443", false)]
    public void Namespaces_that_the_chart_allows_can_be_reached(string to, string port, bool expected) =>
        AssertAllows(expected, new() { Policy = EgressPolicies.None }, Options with { NetworkPolicy = Options.NetworkPolicy with { AllowedNamespaces = "samples, team-c" } }, "env", to, port);

    [Theory]
    [InlineData("10.9.8.7", "9443", true)]
    [InlineData("10.9.8.7", "8443", false)]
    [InlineData("10.9.8.8", "9443", false)]
    public void An_operator_outside_the_cluster_is_reached(string to, string port, bool expected) =>
        AssertAllows(expected, null, Options with { Supervision = new() { Address = "10.9.8.7:9443" } }, "env", to, port);

    [Fact]
    public void It_goes_with_its_environment_and_is_written_again_only_when_it_says_something_else()
    {
        var environment = Some.Environment();
        var built = EnvironmentNetworkPolicy.Build(environment, null, Options, "environs-system");
        // As the server has it: maps in another order.
        var stored = Sent(built);
        stored.Spec.PodSelector.MatchLabels = stored.Spec.PodSelector.MatchLabels.Reverse().ToDictionary();

        Assert.Equal(("environs-demo", "team"), (built.Metadata.Name, built.Metadata.NamespaceProperty));
        Assert.Equal(environment.Metadata.Uid, OwnerReferences.Controller(built.Metadata)?.Uid);
        Assert.Equal("environs", built.Metadata.Labels["app.kubernetes.io/managed-by"]);
        Assert.True(EnvironmentNetworkPolicy.IsInStep(environment, stored, built));
        Assert.False(EnvironmentNetworkPolicy.IsNews(stored, built));
        var ports = Some.Environment(made => (made.Spec.Admission, made.Spec.Ports) = (AdmissionLevels.Everyone, [new() { Port = 3000 }]));
        Assert.True(EnvironmentNetworkPolicy.IsInStep(environment, stored, EnvironmentNetworkPolicy.Build(ports, null, Options, "environs-system")));

        Assert.False(EnvironmentNetworkPolicy.IsInStep(environment, stored, EnvironmentNetworkPolicy.Build(environment, new() { Policy = EgressPolicies.None }, Options, "environs-system")));
        Assert.False(EnvironmentNetworkPolicy.IsInStep(Other("demo", "team"), stored, built));
        stored.Spec.Ingress.Add(new());
        Assert.True(EnvironmentNetworkPolicy.IsNews(built, stored));
        Assert.False(EnvironmentNetworkPolicy.IsInStep(environment, stored, built));
    }

    private static void AssertAllows(bool expected, ClassEgress? egress, OperatorOptions options, string from, string to, string port)
    {
        var policies = Policies(egress, options);

        Assert.Equal(expected, Allows(policies, from, to, port));
        // It must not count on what the other's policy forbids.
        Assert.Equal(expected, Allows(policies[..1], from, to, port));
    }

    private static V1NetworkPolicy[] Policies(ClassEgress? egress, OperatorOptions options) =>
        [.. new[] { Some.Environment(), Other("other", "team"), Other("demo", "team-b") }
            .Select(environment => Sent(EnvironmentNetworkPolicy.Build(environment, environment.Metadata.Name == "demo" ? egress : null, options, "environs-system")))];

    private static bool Allows(V1NetworkPolicy[] policies, string from, string to, string port)
    {
        var (number, protocol) = port.Split('/') is [var first, var second] ? (first, second) : (port, "TCP");
        return new Evaluator(policies, Namespaces).Allows(EndOf(from), EndOf(to), int.Parse(number), protocol);
    }

    private static bool Holds(V1NetworkPolicy? policy, (string From, string To, string Port, bool Expected) row) =>
        policy is not null && Allows([policy], row.From, row.To, row.Port) == row.Expected;

    private static (string Path, V1NetworkPolicy? Policy) Without(JsonNode policy, int number)
    {
        var changed = policy.DeepClone();
        var part = Below(changed["spec"]!).ElementAt(number);
        var path = part.GetPath();
        if (part.Parent is JsonArray list) list.RemoveAt(part.GetElementIndex());
        else part.Parent!.AsObject().Remove(part.GetPropertyName());
        // A block without addresses is none that the API server takes.
        return (path, path.EndsWith(".cidr", StringComparison.Ordinal) ? null : changed.Deserialize(ClusterJson.Default.V1NetworkPolicy));
    }

    private static IEnumerable<JsonNode> Below(JsonNode node) =>
        (node switch { JsonObject members => members.Select(member => member.Value!), JsonArray items => items.Select(item => item!), _ => [] }).SelectMany(child => Below(child).Prepend(child));

    // What the API server gets: an empty list and none are not the same there.
    private static V1NetworkPolicy Sent(V1NetworkPolicy policy) =>
        JsonSerializer.Deserialize(JsonSerializer.Serialize(policy, ClusterJson.Default.V1NetworkPolicy), ClusterJson.Default.V1NetworkPolicy)!;

    private static End EndOf(string name) => Ends.TryGetValue(name, out var end) ? end : End.Outside(name);

    private static End Of(V1alpha1Environment environment) => Pod(EnvironmentPod.Build(environment, Some.Class().Spec, hasVolume: true, Some.Options));

    private static End Beside(V1alpha1Environment environment)
    {
        var pod = EnvironmentPod.Build(environment, Some.Class().Spec, hasVolume: true, Some.Options);
        (pod.Metadata.Uid, pod.Spec.NodeName) = ("pod-uid", "node-a");
        return Pod(DockerPodBuilder.Build(environment, pod, new(DockerNames.ServiceLabel, "db-uid", "demo.db", "db", "redis:7"), "s1", Some.Options));
    }

    private static End Pod(V1Pod pod) => End.Pod(pod.Metadata.NamespaceProperty, string.Join(',', pod.Metadata.Labels.Select(label => $"{label.Key}={label.Value}")));

    private static V1alpha1Environment Other(string name, string ns) =>
        Some.Environment(made => (made.Metadata.Name, made.Metadata.NamespaceProperty, made.Metadata.Uid) = (name, ns, $"{ns}-{name}-uid"));
}
