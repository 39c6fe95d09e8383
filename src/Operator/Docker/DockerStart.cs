using Environs.Operator.Services;

namespace Environs.Operator.Docker;

/// <summary>Tells the starts of a service in a pod of its own apart: each has its own pod, and its supervisor takes it for the session. Pure.</summary>
internal static class DockerStart
{
    /// <summary>The start that shall be, which is the one of the status while nothing asks for another; null when the service shall not run.</summary>
    public static string? Of(ServiceState state, ServiceRequest request)
    {
        if (state.Rejection is not null || state.Container is null || request.Container is null || !request.IsFor(ServiceRequest.DesiredPhase(state.Service))) return null;
        var session = DockerNames.Hash(ServiceRequest.Token(state.Service.Spec, request.By));
        var previous = state.Previous;
        // It outlives the dev container that it was started from; what has ended starts again with the next one.
        if (previous?.Start is { } known && known.StartsWith($"{session}.", StringComparison.Ordinal) && (previous.Container == request.Container || ServiceRequest.GoesOn(state))) return known;

        var start = $"{session}.{DockerNames.Hash(request.Container)}.";
        // The pass before this one may have made its pod without living to tell. One that goes belongs to an earlier start of the same name.
        return state.Docker is { IsGoing: false, Start: { } made } && made.StartsWith(start, StringComparison.Ordinal) ? made
            : start + (state.Docker is { } other ? DockerNames.Hash(other.Uid) : "0");
    }
}
