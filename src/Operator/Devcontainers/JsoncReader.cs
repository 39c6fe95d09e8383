using System.Text;
using System.Text.Json;

namespace Environs.Operator.Devcontainers;

/// <summary>Reads JSON with comments and trailing commas, and keeps where everything stands. Pure.</summary>
internal static class JsoncReader
{
    private const int Deepest = 32;

    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = Deepest };

    /// <exception cref="JsonException">It is none.</exception>
    public static JsoncNode Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Options);
        reader.Read();
        var root = Node(ref reader);
        // Throws of anything that follows.
        reader.Read();
        return root;
    }

    private static JsoncNode Node(ref Utf8JsonReader reader)
    {
        var (type, offset) = (reader.TokenType, (int)reader.TokenStartIndex);
        switch (type)
        {
            case JsonTokenType.StartObject:
                var members = new List<JsoncMember>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var (name, at) = (Text(ref reader), (int)reader.TokenStartIndex);
                    reader.Read();
                    members.Add(new JsoncMember(name, at, Node(ref reader)));
                }
                return new JsoncNode(type, offset, "", [], members);
            case JsonTokenType.StartArray:
                var items = new List<JsoncNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Node(ref reader));
                return new JsoncNode(type, offset, "", items, []);
            case JsonTokenType.String:
                return new JsoncNode(type, offset, Text(ref reader), [], []);
            case JsonTokenType.Number:
                return new JsoncNode(type, offset, Encoding.UTF8.GetString(reader.ValueSpan), [], []);
            default:
                return new JsoncNode(type, offset, "", [], []);
        }
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a character, as "\ud800".
            throw new JsonException("a text holds what is no character");
        }
    }
}
