using System.Globalization;
using System.Text.Json.Nodes;

namespace Environs.Runtime.Controllers;

/// <summary>
/// Decides whether a status is worth a write, and completes it; pure. It knows the members that Kubernetes' conventions give every status
/// (<c>observedGeneration</c>, <c>conditions</c>) and <c>statusVersion</c>, as JSON, so that status types owe nothing to this runtime.
/// </summary>
internal static class StatusDraft
{
    /// <summary>The status to write, or null where the present one says the same. Takes <paramref name="desired"/> over.</summary>
    public static JsonObject? Of(JsonObject desired, JsonObject? present, long? generation, DateTimeOffset now)
    {
        desired["observedGeneration"] = generation;
        if (present?["statusVersion"] is { } version)
            desired["statusVersion"] = version.DeepClone();
        foreach (var condition in List(desired))
        {
            var before = List(present).FirstOrDefault(other => Text(other, "type") == Text(condition, "type"));
            condition["observedGeneration"] = generation;
            condition["lastTransitionTime"] = before is not null && Text(before, "status") == Text(condition, "status")
                ? before["lastTransitionTime"]?.DeepClone()
                : Seconds(now);
        }
        if (present is not null && JsonNode.DeepEquals(desired, present))
            return null;
        desired["statusVersion"] = Next(Text(present, "statusVersion"));
        return desired;
    }

    /// <summary>The last status with Ready=False, for a pass that failed without saying what the status is.</summary>
    public static JsonObject Failed(JsonObject? last, Exception error)
    {
        var status = last?.DeepClone().AsObject() ?? [];
        var others = List(status).Where(condition => Text(condition, "type") != Conditions.Ready).Select(condition => condition.DeepClone());
        status["conditions"] = new JsonArray([.. others, new JsonObject
        {
            ["type"] = Conditions.Ready,
            ["status"] = "False",
            ["reason"] = "ReconcileError",
            ["message"] = Conditions.Cut(error.Message),
        }]);
        return status;
    }

    private static IEnumerable<JsonObject> List(JsonObject? status) => status?["conditions"] is JsonArray conditions ? conditions.OfType<JsonObject>() : [];

    private static string? Text(JsonObject? thing, string name) => thing?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    // metav1.Time has no fractions: with them a status would never equal what the server made of it.
    private static string Seconds(DateTimeOffset now) => now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Next(string? version) =>
        ((ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : 0) + 1).ToString(CultureInfo.InvariantCulture);
}
