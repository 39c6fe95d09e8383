using k8s.Models;

namespace Environs.Runtime;

/// <summary>Conditions: https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md.</summary>
public static class Conditions
{
    /// <summary>The condition that sums up the others.</summary>
    public const string Ready = "Ready";

    /// <summary>The longest message that a condition takes; metav1.Condition allows 32768, people read less.</summary>
    public const int LongestMessage = 1024;

    /// <summary>A condition; the runtime fills in observedGeneration and lastTransitionTime.</summary>
    /// <param name="type">The type.</param>
    /// <param name="status">True, false, or null for unknown.</param>
    /// <param name="reason">A constant in CamelCase; never empty.</param>
    /// <param name="message">For people; cut at <see cref="LongestMessage"/>.</param>
    public static V1Condition Of(string type, bool? status, string reason, string message = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        ArgumentNullException.ThrowIfNull(message);
        return new()
        {
            Type = type,
            Status = status switch { true => "True", false => "False", null => "Unknown" },
            Reason = reason,
            Message = Cut(message),
        };
    }

    // Half a character would come back from the server as another, and the status would never be as it was written.
    internal static string Cut(string message) => message.Length <= LongestMessage ? message
        : string.Concat(message.AsSpan(0, LongestMessage - (char.IsHighSurrogate(message[LongestMessage - 2]) ? 2 : 1)), "…");

    /// <summary>The condition of a type, or null.</summary>
    public static V1Condition? Find(IEnumerable<V1Condition>? conditions, string type) =>
        conditions?.FirstOrDefault(condition => condition.Type == type);

    /// <summary>Whether the condition of a type is there and True.</summary>
    public static bool IsTrue(IEnumerable<V1Condition>? conditions, string type) => Find(conditions, type)?.Status == "True";
}
