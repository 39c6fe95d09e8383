using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Environs.Crds.Schema;
using Environs.Support;
using k8s.Models;

namespace Environs.Crds.Tests.Schema;

public sealed class SchemaTests
{
    private static DocComments Docs { get; } = DocComments.Load("Environs.Crds.Tests");

    public static TheoryData<string, string> Expected => new()
    {
        { "unboundedText", "a string without [Length] or [ItemLength]" },
        { "unboundedList", "a list without [Length]" },
        { "untypedList", "a list must say its type: [ListMap], [ListSet] or [ListAtomic]" },
        { "unboundedItems[]", "a string without [Length] or [ItemLength]" },
        { "unboundedMap", "a map without [Length]" },
        { "undocumented", "has no doc comment" },
        { "recursive.children[]", "Recursive contains itself, and a CRD's schema has no $ref" },
        { "enum", "DayOfWeek is an enum: a value from a later version would break a list; use a string with [AllowedValues]" },
        { "anything", "no schema is known for System.Object" },
        { "cSharpRequired", "is required in C#: one odd object would break the list that it is in; use [Required]" },
        { "optionalKey[].text", "is a key of the list and must be [Required] or have a [DefaultValue]" },
        { "unknownKey", "[ListMap(\"nothing\")] names no member of its items" },
        { "setOfObjects", "only a list of scalars can be a [ListSet]" },
        { "nestedDefault", "has members with defaults, which need [DefaultValue(\"{}\")] here" },
        { "optionalTransition", "a transition rule does not run when an optional member comes or goes; put it on the nearest parent that is always there" },
        { "unanchoredPattern", "the pattern \"a\" must stand between ^ and $: a server searches, .NET matches the whole" },
        { "lookAhead", "the pattern \"^(?!b)a$\" has what RE2 lacks (look-around, back-reference)" },
        { "otherValidation", "EmailAddressAttribute has no equal in a CRD's schema" },
        { "lengthOfNumber", "a length is for strings, lists and maps" },
        { "itemsOfText", "ItemLengthAttribute is for lists and maps" },
    };

    [Theory]
    [MemberData(nameof(Expected))]
    public void A_pitfall_is_an_error_that_names_the_member(string member, string problem) =>
        Assert.Contains($"Kind.spec.{member}: {problem}", Problems(PitfallJson.Default.Pitfalls, "spec"));

    [Fact]
    public void Only_the_pitfalls_are_errors() =>
        Assert.Equal([], Problems(PitfallJson.Default.Pitfalls, "spec").Except(Expected.Select(row => $"Kind.spec.{row.Data.Item1}: {row.Data.Item2}")));

    [Fact]
    public void A_sound_type_has_no_problems() => Assert.Equal([], Problems(PitfallJson.Default.Sound, "spec"));

    [Fact]
    public void An_enum_or_a_rule_in_a_status_is_an_error_but_for_the_standard_conditions() => Assert.Equal(
        [
            "Kind.status.phase: an enum in a status: an older API server would refuse what a newer operator writes",
            "Kind.status.message: a rule in a status: nobody but the operator writes it, and its cost counts in the whole definition's",
        ],
        Problems(PitfallJson.Default.OddStatus, "status"));

    [Fact]
    public void Options_that_write_nulls_are_an_error() => Assert.Contains("WhenWritingNull", Assert.Single(Problems(WritesNulls.Default.Named, "spec")));

    [Fact]
    public void A_kind_without_group_and_version_is_an_error() =>
        Assert.Contains("[KubernetesEntity]", Assert.Throws<SchemaException>(() => CrdGenerator.Generate(PitfallJson.Default.Sound, Docs)).Message);

    [Theory]
    [InlineData("", """{"type":"object","description":"A type that a schema can say all of.","required":["text"]}""")]
    [InlineData("text", """{"type":"string","minLength":1,"maxLength":8,"pattern":"^a.*$","description":"A text of two lines, like renamed. And more on null."}""")]
    [InlineData("other-name", """{"type":"string","enum":["A","B"],"default":"A","description":"Named otherwise."}""")]
    [InlineData("number", """{"type":"integer","format":"int32","minimum":1024,"maximum":65535,"default":2048,"description":"A number."}""")]
    [InlineData("size", """{"type":"integer","format":"int64","description":"A size."}""")]
    [InlineData("flag", """{"type":"boolean","description":"Yes or no."}""")]
    [InlineData("time", """{"type":"string","format":"date-time","description":"A time."}""")]
    [InlineData("either", """{"x-kubernetes-int-or-string":true,"description":"Either."}""")]
    [InlineData("set", """{"type":"array","minItems":1,"maxItems":4,"x-kubernetes-list-type":"set","description":"A set."}""")]
    [InlineData("set/items", """{"type":"string","minLength":1,"maxLength":5,"pattern":"^b$","enum":["b"]}""")]
    [InlineData("map", """{"type":"array","maxItems":4,"x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],"description":"A list of named things."}""")]
    [InlineData("dictionary", """{"type":"object","maxProperties":4,"description":"A dictionary."}""")]
    [InlineData("dictionary/additionalProperties", """{"type":"string","minLength":0,"maxLength":5}""")]
    [InlineData("defaults", """{"type":"object","default":{},"description":"An object with defaults."}""")]
    public void Attributes_and_comments_become_the_schema(string path, string expected)
    {
        var schema = Json(PitfallJson.Default.Sound);
        foreach (var step in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            schema = step is "items" or "additionalProperties" ? schema[step]! : schema["properties"]![step]!;
        var scalars = schema.AsObject().Where(m => m.Key is not ("properties" or "items" or "additionalProperties" or "x-kubernetes-validations"));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), new JsonObject(scalars.Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())))), schema.ToJsonString());
    }

    [Fact]
    public void Rules_are_where_their_attributes_are()
    {
        var schema = Json(PitfallJson.Default.Sound);
        Assert.Equal("""[{"message":"text must not be x","rule":"self.text != \u0027x\u0027"}]""", schema["x-kubernetes-validations"]!.ToJsonString());
        Assert.Equal("text must not be ab", schema["properties"]!["text"]!["x-kubernetes-validations"]![0]!["message"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("ignored")]
    [InlineData("renamed")]
    public void What_is_not_on_the_wire_is_not_in_the_schema(string member) => Assert.Null(Json(PitfallJson.Default.Sound)["properties"]![member]);

    [Fact]
    public void The_schemas_of_our_kinds_have_neither_references_nor_nullable()
    {
        foreach (var kind in CrdKinds.All)
        {
            var text = CrdKinds.Definition(kind).ToJsonString();
            Assert.DoesNotContain("$ref", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"nullable\"", text, StringComparison.Ordinal);
        }
    }

    private static JsonNode Json(JsonTypeInfo type)
    {
        var schema = new SchemaGenerator(Docs, []).Root(type, "Kind.spec");
        var definition = new V1CustomResourceDefinition { Spec = new() { Versions = [new() { Schema = new() { OpenAPIV3Schema = schema } }] } };
        return CrdGenerator.ToJson(definition)["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!;
    }

    private static List<string> Problems(JsonTypeInfo type, string member)
    {
        List<string> problems = [];
        var schema = new SchemaGenerator(Docs, problems).Root(type, $"Kind.{member}");
        var root = new V1JSONSchemaProps { Type = "object", Properties = new Dictionary<string, V1JSONSchemaProps> { [member] = schema }, Required = [member] };
        new SchemaReview(problems).Root(root, "Kind");
        return problems;
    }
}
