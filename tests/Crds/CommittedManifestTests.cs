using System.Text.Json.Nodes;
using Environs.Support;

namespace Environs.Crds.Tests;

public sealed class CommittedManifestTests
{
    public static TheoryData<string> KindNames => [.. CrdKinds.All.Select(kind => kind.EntityKind())];

    [Theory]
    [MemberData(nameof(KindNames))]
    public void A_manifest_reads_as_what_the_types_say(string kind)
    {
        var expected = CrdKinds.Definition(CrdKinds.All.Single(k => k.EntityKind() == kind));
        Assert.Equal(expected.ToJsonString(), Read("crd", kind).ToJsonString());
    }

    [Theory]
    [MemberData(nameof(KindNames))]
    public void The_manifest_for_older_servers_lacks_the_rules_alone(string kind)
    {
        var expected = CrdKinds.Definition(CrdKinds.All.Single(k => k.EntityKind() == kind));
        RemoveRules(expected);
        Assert.Equal(expected.ToJsonString(), Read("crd-without-rules", kind).ToJsonString());
    }

    private static JsonNode Read(string folder, string kind) => YamlFiles.Read($"config/{folder}/{CrdKinds.Entity(kind).PluralName}.yaml").Single();

    private static void RemoveRules(JsonNode? node)
    {
        if (node is JsonObject map)
        {
            map.Remove("x-kubernetes-validations");
            foreach (var member in map) RemoveRules(member.Value);
        }
        if (node is JsonArray list)
            foreach (var item in list) RemoveRules(item);
    }
}
