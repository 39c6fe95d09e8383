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
    public static IEnumerable<JsonNode> Read(string path)
    {
        using var text = File.OpenText(Path.Combine(ClusterUnderTest.Checkout, path));
        var parser = new Parser(text);
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
