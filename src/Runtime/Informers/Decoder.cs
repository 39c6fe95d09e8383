using System.Text.Json;
using k8s;
using k8s.Models;

namespace Environs.Runtime.Informers;

/// <summary>Reads objects, pages of lists and lines of watches from UTF-8, each object by itself.</summary>
internal sealed class Decoder<T>(ResourceKind<T> kind, Action<T>? trim)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    // As deep as the server itself reads: an object that is nested deeper than its type can be must spoil itself only, not the list.
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 10_000 };

    /// <summary>Reads one object; where it does not fit its type, at least its name and resourceVersion.</summary>
    public Decoded<T> Object(ReadOnlySpan<byte> json)
    {
        try
        {
            var thing = JsonSerializer.Deserialize(json, kind.JsonTypeInfo) ?? throw new JsonException("The object is null.");
            if (thing.Metadata is null)
                throw new JsonException("The object has no metadata.");
            // The items of a list come without these two; managedFields are most of an object's bytes and nobody's business here.
            thing.ApiVersion = kind.ApiVersion;
            thing.Kind = kind.Kind;
            thing.Metadata.ManagedFields = null;
            trim?.Invoke(thing);
            return new(ResourceKey.Of(thing.Metadata), thing.Metadata.ResourceVersion ?? "", thing, null);
        }
        catch (Exception error) when (error is JsonException or FormatException or NotSupportedException or InvalidOperationException
            or OverflowException or ArgumentException)
        {
            var (key, version) = Metadata(json);
            return new(key, version, null, error);
        }
    }

    /// <summary>Reads a page of a list.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public (List<Decoded<T>> Items, string ResourceVersion, string? Continue) Page(ReadOnlySpan<byte> json)
    {
        var items = new List<Decoded<T>>();
        string? version = null, next = null;
        var reader = new Utf8JsonReader(json, Deep);
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("metadata"u8))
            {
                reader.Read();
                using var metadata = JsonDocument.ParseValue(ref reader);
                version = Text(metadata.RootElement, "resourceVersion");
                next = Text(metadata.RootElement, "continue");
            }
            else if (reader.ValueTextEquals("items"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.Null) // how Go writes a list of none
                    continue;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Object(Slice(json, ref reader)));
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
        return (items, version ?? throw new JsonException("The list has no metadata.resourceVersion."), string.IsNullOrEmpty(next) ? null : next);
    }

    /// <summary>Reads a line of a watch.</summary>
    /// <exception cref="JsonException">It is not one (the stream was cut).</exception>
    public WatchEvent<T> Line(ReadOnlySpan<byte> json)
    {
        string? type = null;
        ReadOnlySpan<byte> body = default;
        var reader = new Utf8JsonReader(json, Deep);
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isObject = reader.ValueTextEquals("object"u8);
            reader.Read();
            if (isType)
                type = reader.GetString();
            else if (isObject)
                body = Slice(json, ref reader);
            else
                reader.Skip();
        }
        return type switch
        {
            "ADDED" or "MODIFIED" => Event(WatchEventType.Changed, Object(body)),
            "DELETED" => Event(WatchEventType.Deleted, Object(body)),
            "BOOKMARK" => new(WatchEventType.Bookmark, ResourceVersion: Metadata(body).Version),
            "ERROR" => Error(body),
            _ => throw new JsonException($"A watch has no event type \"{type}\"."),
        };
    }

    private static WatchEvent<T> Event(WatchEventType type, Decoded<T> decoded) =>
        // What is gone needs no more than its name.
        new(decoded.Error is null || type == WatchEventType.Deleted ? type : WatchEventType.Undecodable,
            decoded.Key, decoded.ResourceVersion, decoded.Object, decoded.Error);

    private static WatchEvent<T> Error(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, Deep);
        using var status = JsonDocument.ParseValue(ref reader);
        var code = status.RootElement.TryGetProperty("code", out var number) && number.TryGetInt32(out var value) ? value : 0;
        var reason = Text(status.RootElement, "reason") ?? "";
        var error = new ApiException((System.Net.HttpStatusCode)code, reason, $"{code} {reason}: {Text(status.RootElement, "message")}");
        return new(code == 410 || reason is "Gone" or "Expired" ? WatchEventType.Gone : WatchEventType.Failed, Error: error);
    }

    private static (ResourceKey Key, string Version) Metadata(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Deep);
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("metadata", out var metadata))
            return (default, "");
        return (new(Text(metadata, "namespace") ?? "", Text(metadata, "name") ?? ""), Text(metadata, "resourceVersion") ?? "");
    }

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> json, scoped ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType token)
    {
        if (!reader.Read() || reader.TokenType != token)
            throw new JsonException($"Expected {token}, found {reader.TokenType}.");
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
