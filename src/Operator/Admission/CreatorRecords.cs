using System.Text.Json;
using Environs.Operator.Admission.Reviews;
using k8s.Models;

namespace Environs.Operator.Admission;

/// <summary>The annotation that says who created an object: what the webhook writes into it, and what can be read of it. Pure.</summary>
internal static class CreatorRecords
{
    public const string Annotation = "environs.dev/creator";

    /// <summary>As the API server writes the field's path.</summary>
    public const string Field = $"metadata.annotations[{Annotation}]";

    /// <summary>Characters of a name or a UID that is recorded whole; one that was cut could be another's.</summary>
    public const int LongestName = 512;

    // They only inform, and somebody may be in thousands.
    private const int MostGroups = 64;
    private const int LongestGroup = 256;
    private const int LongestValue = 32 * 1024;

    /// <summary>The annotation's value; null for a user who cannot be recorded.</summary>
    public static string? Of(V1UserInfo user) => user.Username is not { Length: > 0 and <= LongestName } || user.Uid?.Length > LongestName ? null
        : JsonSerializer.Serialize(
            new CreatorRecord
            {
                Name = user.Username,
                Uid = string.IsNullOrEmpty(user.Uid) ? null : user.Uid,
                Groups = user.Groups is { Count: > 0 } groups ? [.. groups.Where(group => group.Length <= LongestGroup).Take(MostGroups)] : null,
            },
            AdmissionJson.Default.CreatorRecord);

    /// <summary>The annotation's value, whatever it is; null where there is none.</summary>
    public static string? Value(V1ObjectMeta metadata) =>
        metadata.Annotations is { } annotations && annotations.TryGetValue(Annotation, out var value) ? value : null;

    /// <summary>Who it names; null where there is none, or nothing that the webhook can have written.</summary>
    public static CreatorRecord? Read(V1ObjectMeta metadata)
    {
        if (Value(metadata) is not { Length: <= LongestValue } value) return null;
        try
        {
            return JsonSerializer.Deserialize(value, AdmissionJson.Default.CreatorRecord) is { Name.Length: > 0 and <= LongestName } record && !(record.Uid?.Length > LongestName) ? record : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The JSON patch that writes the annotation over whatever is there.</summary>
    /// <param name="json">The object as it was sent.</param>
    /// <param name="value">The annotation's.</param>
    public static byte[] Patch(JsonElement json, string value)
    {
        var hasAnnotations = json.TryGetProperty("metadata", out var metadata)
            && metadata.TryGetProperty("annotations", out var annotations) && annotations.ValueKind == JsonValueKind.Object;
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartArray();
            writer.WriteStartObject();
            writer.WriteString("op", "add");
            writer.WriteString("path", hasAnnotations ? $"/metadata/annotations/{Annotation.Replace("/", "~1", StringComparison.Ordinal)}" : "/metadata/annotations");
            writer.WritePropertyName("value");
            if (!hasAnnotations)
            {
                writer.WriteStartObject();
                writer.WritePropertyName(Annotation);
            }
            writer.WriteStringValue(value);
            if (!hasAnnotations) writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndArray();
        }
        return bytes.ToArray();
    }
}
