using Environs.Crds;
using Environs.Operator.Requests;

namespace Environs.Operator.Environments;

/// <summary>Whether an environment shall run, and on whose word: the spec's, a request's, or that of nobody who worked in it. Pure.</summary>
/// <param name="Phase">Running or Stopped.</param>
/// <param name="Request">What there is to remember of the request; null when there is none.</param>
/// <param name="Idle">What stood when it was stopped for inactivity; null when it is not.</param>
/// <param name="Timeout">Why it was stopped for inactivity.</param>
internal sealed record EnvironmentWish(string Phase, RequestedPhaseStatus? Request, IdleStatus? Idle, string? Timeout)
{
    public bool WantsToRun => Phase != DesiredPhases.Stopped;

    /// <summary>Whether a stop for inactivity is in the status already: it must be before the pod goes, or the pod would be taken for lost.</summary>
    public bool IsRecorded(EnvironmentStatus? status) => Idle is null || status?.Machine?.Idle == Idle;

    /// <param name="environment">With what its status remembers.</param>
    /// <param name="inactivity">Why it shall be stopped for inactivity now, if it runs; null when it shall not.</param>
    public static EnvironmentWish Of(V1alpha1Environment environment, string? inactivity)
    {
        var (spec, before) = (environment.Spec, environment.Status?.Machine);
        var request = RequestedPhases.Of(environment.Metadata, before?.RequestedPhase, spec.DesiredPhase, spec.Machine?.Session);
        var phase = request?.Phase ?? spec.DesiredPhase ?? DesiredPhases.Running;
        var now = new IdleStatus { Session = spec.Machine?.Session, DesiredPhase = spec.DesiredPhase, RequestedPhase = request?.Value };
        if (before?.Idle is { } idle && Holds(idle, now)) return new(DesiredPhases.Stopped, request, now with { Since = idle.Since }, before.Timeout);
        return inactivity is not null && phase == DesiredPhases.Running ? new(DesiredPhases.Stopped, request, now, inactivity) : new(phase, request, null, null);
    }

    // A request that is taken back is none to start.
    private static bool Holds(IdleStatus idle, IdleStatus now) =>
        (idle.Session, idle.DesiredPhase) == (now.Session, now.DesiredPhase) && (now.RequestedPhase is null || now.RequestedPhase == idle.RequestedPhase);
}
