using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.Operator.Admission;
using Environs.Operator.Admission.Checks;
using k8s.Models;
using static Environs.Operator.Tests.Admission.Asked;

namespace Environs.Operator.Tests.Admission;

public sealed class CreatorRecordsTests
{
    [Fact]
    public void Name_UID_and_groups_are_recorded_and_read_again()
    {
        var value = CreatorRecords.Of(User(Alice, "u-1", "devs", "system:authenticated"))!;
        Assert.Equal("""{"name":"alice@example.com","uid":"u-1","groups":["devs","system:authenticated"]}""", value);
        Assert.Equal((Alice, "u-1"), (Read(value)!.Name, Read(value)!.Uid));
        Assert.Equal("""{"name":"bob@example.com"}""", CreatorRecords.Of(User(Bob, "")));
    }

    [Fact]
    public void It_stays_small_whoever_it_is()
    {
        var value = CreatorRecords.Of(User(new string('a', 512), new string('b', 512), [.. Enumerable.Range(0, 5000).Select(i => $"{i:0000}{new string('c', 252)}"), new string('d', 257)]))!;
        Assert.InRange(value.Length, 1, 32 * 1024);
        Assert.Equal(64, Read(value)!.Groups!.Count);
    }

    [Fact]
    public void Whose_name_cannot_be_recorded_whole_is_not_recorded()
    {
        Assert.Null(CreatorRecords.Of(User(new string('a', 513))));
        Assert.Null(CreatorRecords.Of(User("")));
        Assert.Null(CreatorRecords.Of(new V1UserInfo()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":["a"]}""")]
    public void What_the_webhook_cannot_have_written_names_nobody(string? value) => Assert.Null(Read(value));

    [Theory]
    [InlineData("""{"metadata":{"name":"x"}}""")]
    [InlineData("""{"metadata":{"name":"x","annotations":null}}""")]
    [InlineData("""{"metadata":{"name":"x","annotations":{"a":"b"}}}""")]
    [InlineData("""{"metadata":{"name":"x","annotations":{"environs.dev/creator":"{\"name\":\"root\"}"}}}""")]
    public void The_patch_writes_over_whatever_was_sent(string json)
    {
        var patch = JsonNode.Parse(CreatorRecords.Patch(JsonDocument.Parse(json).RootElement, "VALUE"))!.AsArray();
        var operation = Assert.Single(patch)!;
        Assert.Equal("add", operation["op"]!.GetValue<string>());
        var isWhole = operation["path"]!.GetValue<string>() == "/metadata/annotations";
        Assert.Equal(json.Contains("annotations\":{", StringComparison.Ordinal), !isWhole);
        Assert.Equal("VALUE", (isWhole ? operation["value"]!["environs.dev/creator"]! : operation["value"]!).GetValue<string>());
        if (!isWhole) Assert.Equal("/metadata/annotations/environs.dev~1creator", operation["path"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(Alice, Alice, true)]
    [InlineData(null, null, true)]
    [InlineData(Alice, Bob, false)]
    [InlineData(Alice, null, false)]
    [InlineData(null, Alice, false)]
    public void Nobody_changes_it_afterwards(string? before, string? after, bool isAllowed)
    {
        var change = new ProposedChange<V1alpha1Environment>(User(Alice), "team", Environment(null, before), Environment(null, after));
        var objections = CreatorCheck<V1alpha1Environment>.Objections(change).ToList();
        Assert.Equal(isAllowed, objections.Count == 0);
        Assert.All(objections, objection => Assert.Equal("metadata.annotations[environs.dev/creator]", objection.Error.Field));
    }

    [Theory]
    [InlineData(Alice, true)]
    [InlineData(Bob, false)]
    [InlineData(null, true)]
    public void Nobody_creates_something_in_another_name(string? recorded, bool isAllowed) =>
        Assert.Equal(isAllowed, !CreatorCheck<V1alpha1Environment>.Objections(new(User(Alice), "team", null, Environment(null, recorded))).Any());

    private static CreatorRecord? Read(string? value) =>
        CreatorRecords.Read(new V1ObjectMeta { Annotations = value is null ? null : new Dictionary<string, string> { [CreatorRecords.Annotation] = value } });
}
