using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Environs.Runtime.Controllers;

/// <summary>Decides whether a status is worth a write, and completes it; pure.</summary>
internal static class StatusDraft
{
    /// <summary>The status to write, or null where the present one says the same.</summary>
    public static TStatus? Of<TStatus>(TStatus desired, TStatus? present, long? generation, DateTimeOffset now, JsonTypeInfo<TStatus> json)
        where TStatus : class, IResourceStatus
    {
        var draft = Copy(desired, json);
        draft.ObservedGeneration = generation;
        draft.StatusVersion = present?.StatusVersion;
        foreach (var condition in draft.Conditions ?? [])
        {
            var before = Conditions.Find(present?.Conditions, condition.Type);
            condition.ObservedGeneration = generation;
            condition.LastTransitionTime = before?.Status == condition.Status ? before!.LastTransitionTime : Seconds(now);
        }
        if (present is not null && JsonNode.DeepEquals(JsonSerializer.SerializeToNode(draft, json), JsonSerializer.SerializeToNode(present, json)))
            return null;
        draft.StatusVersion = Next(present?.StatusVersion);
        return draft;
    }

    /// <summary>The last status with Ready=False, for a pass that failed without saying what the status is.</summary>
    public static TStatus Failed<TStatus>(TStatus? last, Exception error, JsonTypeInfo<TStatus> json)
        where TStatus : class, IResourceStatus, new()
    {
        var status = last is null ? new TStatus() : Copy(last, json);
        var others = (status.Conditions ?? []).Where(condition => condition.Type != Conditions.Ready);
        status.Conditions = [.. others, Conditions.Of(Conditions.Ready, false, "ReconcileError", error.Message)];
        return status;
    }

    private static TStatus Copy<TStatus>(TStatus status, JsonTypeInfo<TStatus> json) =>
        JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(status, json), json)!;

    // metav1.Time has no fractions: with them a status would never equal what the server made of it.
    private static DateTime Seconds(DateTimeOffset now) => new(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerSecond, DateTimeKind.Utc);

    private static string Next(string? version) =>
        ((ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : 0) + 1).ToString(CultureInfo.InvariantCulture);
}
