using Environs.Crds;
using k8s.Models;

namespace Environs.Operator.Requests;

/// <summary>
/// Requests to start or stop something that leave its spec alone: the annotation <c>environs.dev/requested-phase</c>. One counts as
/// spec.desiredPhase would, over it, until that or the session is another than the request came upon, or another request comes. Pure.
/// </summary>
internal static class RequestedPhases
{
    public const string Annotation = "environs.dev/requested-phase";

    /// <summary>Tells requests for the same phase apart.</summary>
    public const char Separator = '@';

    private const int LongestValue = 64;

    /// <summary>What is to be remembered of the request; null when there is none.</summary>
    /// <param name="metadata">Has the annotation.</param>
    /// <param name="before">What was remembered.</param>
    /// <param name="desiredPhase">The spec's.</param>
    /// <param name="session">The spec's.</param>
    public static RequestedPhaseStatus? Of(V1ObjectMeta metadata, RequestedPhaseStatus? before, string? desiredPhase, string? session)
    {
        if (Value(metadata) is not { } value || Phase(value) is not { } phase) return null;
        if (before?.Value != value) return new RequestedPhaseStatus { Value = value, Phase = phase, DesiredPhase = desiredPhase, Session = session };
        // Over once is over for good.
        return (before.DesiredPhase, before.Session) == (desiredPhase, session) ? before : before with { Phase = null, DesiredPhase = null, Session = null };
    }

    /// <summary>What is wrong with the annotation, for people; null when nothing is.</summary>
    public static string? Problem(V1ObjectMeta metadata) => Value(metadata) is { } value && Phase(value) is null
        ? $"The annotation {Annotation} counts for nothing: it must be {DesiredPhases.Running} or {DesiredPhases.Stopped}, with {Separator} and up to 50 characters behind it where it is asked again."
        : null;

    /// <summary>Running or Stopped; null for a value that is neither.</summary>
    public static string? Phase(string value) => value.Length > LongestValue || value.Any(char.IsControl) ? null : value.Split(Separator)[0] switch
    {
        DesiredPhases.Running => DesiredPhases.Running,
        DesiredPhases.Stopped => DesiredPhases.Stopped,
        _ => null,
    };

    private static string? Value(V1ObjectMeta metadata) =>
        metadata.Annotations is { } annotations && annotations.TryGetValue(Annotation, out var value) ? value : null;
}
