using System.Text.Json;
using Environs.Operator.Cluster;
using k8s.Models;
using YamlDotNet.Serialization;

namespace Environs.Operator.Tests.NetworkPolicies;

/// <summary>The evaluator against policies whose meaning Kubernetes' documentation states.</summary>
public sealed class EvaluatorTests
{
    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> Namespaces = new()
    {
        ["default"] = End.Of(""),
        ["mine"] = End.Of("project=myproject"),
        ["other"] = End.Of("project=other"),
    };

    private const string DenyIn = "{podSelector: {}, policyTypes: [Ingress]}";
    private const string DenyOut = "{podSelector: {}, policyTypes: [Egress]}";
    private const string Documented = """
        podSelector: {matchLabels: {role: db}}
        policyTypes: [Ingress, Egress]
        ingress:
        - from:
          - ipBlock: {cidr: 172.17.0.0/16, except: [172.17.1.0/24]}
          - namespaceSelector: {matchLabels: {project: myproject}}
          - podSelector: {matchLabels: {role: frontend}}
          ports:
          - {protocol: TCP, port: 6379}
        egress:
        - to:
          - ipBlock: {cidr: 10.0.0.0/24}
          ports:
          - {protocol: TCP, port: 5978}
        """;

    public static TheoryData<string[], string, string, int, string, bool> Cases => new()
    {
        { [], "default role=a", "default role=b", 1, "TCP", true },
        { [DenyIn], "default role=a", "default role=b", 1, "TCP", false },
        { [DenyIn], "default role=a", "other role=b", 1, "TCP", true },
        { [DenyIn], "default role=a", "192.0.2.1", 1, "TCP", true },
        { [DenyOut], "default role=a", "192.0.2.1", 1, "UDP", false },
        { [DenyOut], "other role=a", "default role=b", 1, "TCP", true },
        // policies add up
        { [DenyIn, "{podSelector: {}, ingress: [{}], policyTypes: [Ingress]}"], "other role=a", "default role=b", 1, "UDP", true },
        { [DenyOut, "{podSelector: {}, egress: [{}], policyTypes: [Egress]}"], "default role=a", "192.0.2.1", 1, "UDP", true },
        { [Documented], "default role=frontend", "default role=db", 6379, "TCP", true },
        { [Documented], "default role=frontend", "default role=db", 6380, "TCP", false },
        { [Documented], "default role=frontend", "default role=db", 6379, "UDP", false },
        { [Documented], "default role=backend", "default role=db", 6379, "TCP", false },
        { [Documented], "default role=backend", "default role=web", 6379, "TCP", true },
        { [Documented], "mine role=any", "default role=db", 6379, "TCP", true },
        { [Documented], "other role=frontend", "default role=db", 6379, "TCP", false },
        { [Documented], "172.17.2.1", "default role=db", 6379, "TCP", true },
        { [Documented], "172.17.1.1", "default role=db", 6379, "TCP", false },
        { [Documented], "172.18.0.1", "default role=db", 6379, "TCP", false },
        { [Documented], "default role=db", "10.0.0.7", 5978, "TCP", true },
        { [Documented], "default role=db", "10.0.0.7", 5979, "TCP", false },
        { [Documented], "default role=db", "10.0.1.7", 5978, "TCP", false },
        // two selectors in one peer are both; in two peers either
        { ["{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {project: myproject}}, podSelector: {matchLabels: {role: client}}}]}]}"], "mine role=client", "default role=db", 1, "TCP", true },
        { ["{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {project: myproject}}, podSelector: {matchLabels: {role: client}}}]}]}"], "mine role=other", "default role=db", 1, "TCP", false },
        { ["{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {project: myproject}}}, {podSelector: {matchLabels: {role: client}}}]}]}"], "mine role=other", "default role=db", 1, "TCP", true },
        { ["{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {project: myproject}}}, {podSelector: {matchLabels: {role: client}}}]}]}"], "default role=client", "default role=db", 1, "TCP", true },
        { ["{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}"], "other role=a", "default role=db", 1, "TCP", true },
        { ["{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}"], "192.0.2.1", "default role=db", 1, "TCP", false },
        // a range of ports; a protocol alone; a port's name
        { ["{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/24}}], ports: [{port: 32000, endPort: 32768}]}]}"], "default role=a", "10.0.0.1", 32768, "TCP", true },
        { ["{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/24}}], ports: [{port: 32000, endPort: 32768}]}]}"], "default role=a", "10.0.0.1", 32769, "TCP", false },
        { ["{podSelector: {}, ingress: [{ports: [{protocol: UDP}]}]}"], "192.0.2.1", "default role=db", 9, "UDP", true },
        { ["{podSelector: {}, ingress: [{ports: [{protocol: UDP}]}]}"], "192.0.2.1", "default role=db", 9, "TCP", false },
        { ["{podSelector: {}, ingress: [{ports: [{port: web}]}]}"], "192.0.2.1", "default role=db", 8080, "TCP", true },
        { ["{podSelector: {}, ingress: [{ports: [{port: web}]}]}"], "192.0.2.1", "default role=db", 8081, "TCP", false },
        // without types, rules for egress isolate both ways
        { ["{podSelector: {}, egress: [{}]}"], "other role=a", "default role=db", 1, "TCP", false },
        { ["{podSelector: {}}"], "default role=a", "192.0.2.1", 1, "TCP", true },
        { ["{podSelector: {matchExpressions: [{key: role, operator: NotIn, values: [db]}]}}"], "192.0.2.1", "default role=db", 1, "TCP", true },
        { ["{podSelector: {matchExpressions: [{key: role, operator: Exists}]}}"], "192.0.2.1", "default role=db", 1, "TCP", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_says_what_the_documentation_says(string[] specs, string from, string to, int port, string protocol, bool expected)
    {
        var evaluator = new Evaluator([.. specs.Select(Policy)], Namespaces);

        Assert.Equal(expected, evaluator.Allows(EndOf(from), EndOf(to), port, protocol));
    }

    private static V1NetworkPolicy Policy(string spec)
    {
        var yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(spec);
        var json = new SerializerBuilder().JsonCompatible().Build().Serialize(new { metadata = new Dictionary<string, string> { ["namespace"] = "default" }, spec = yaml });
        return JsonSerializer.Deserialize(json, ClusterJson.Default.V1NetworkPolicy)!;
    }

    private static End EndOf(string text) => text.Split(' ') is [var ns, var labels] ? End.Pod(ns, labels) with { Ports = new Dictionary<string, int> { ["web"] = 8080 } } : End.Outside(text);
}
