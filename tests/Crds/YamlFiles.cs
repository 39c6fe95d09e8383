using System.Globalization;
using System.Text.Json.Nodes;
using Environs.Support.Clusters;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace Environs.Crds.Tests;

/// <summary>Reads committed YAML as the JSON that it stands for.</summary>
internal static class YamlFiles
{
    /// <summary>Every document of a file; the path is the repository's.</summary>
    public static IEnumerable<JsonNode> Read(string path) => Parse(File.ReadAllText(Path.Combine(ClusterUnderTest.Checkout, path)));

    /// <summary>Every document in the YAML blocks of a page.</summary>
    public static IEnumerable<JsonNode> ReadPage(string path) =>
        File.ReadAllText(Path.Combine(ClusterUnderTest.Checkout, path)).Split("```yaml\n").Skip(1).SelectMany(block => Parse(block[..block.IndexOf("```", StringComparison.Ordinal)]));

    private static IEnumerable<JsonNode> Parse(string text)
    {
        var parser = new Parser(new StringReader(text));
        var deserializer = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _))
            if (Json(deserializer.Deserialize<object>(parser)) is { } document) yield return document;
    }

    private static JsonNode? Json(object? value) => value switch
    {
        IDictionary<object, object> map => new JsonObject(map.Select(member => KeyValuePair.Create((string)member.Key, Json(member.Value)))),
        IEnumerable<object> list => new JsonArray([.. list.Select(Json)]),
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        null => null,
        _ => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
    };
}
