using Environs.Crds;
using Environs.Operator.Automations;

namespace Environs.Operator.Services;

/// <summary>What asks for a service in a container: a trigger, an execution, or its spec. Pure.</summary>
/// <param name="Container">The dev container that was considered last.</param>
/// <param name="By">What started the service in it; null when nothing has.</param>
internal sealed record ServiceRequest(string? Container, string? By)
{
    private static readonly ServiceRequest Nothing = new(null, null);

    /// <summary>Whether the environment's supervisor shall have it running.</summary>
    public static bool IsRunWanted(V1alpha1Service service, string? container) => service.Spec.DesiredPhase switch
    {
        DesiredPhases.Stopped => false,
        DesiredPhases.Running => true,
        _ => container is not null && service.Status?.Container == container && service.Status.RequestedBy is not null,
    };

    /// <summary>What the supervisor takes for the session: another means a start, also of what has ended in the same session of the spec.</summary>
    public static string Token(ServiceSpec spec, string? by) => $"{by}:{spec.Session}";

    /// <summary>The session of the spec in a token.</summary>
    public static string SessionOf(string token) => token[(token.IndexOf(':', StringComparison.Ordinal) + 1)..];

    public static ServiceRequest Of(ServiceState state)
    {
        var before = new ServiceRequest(state.Previous?.Container, state.Previous?.RequestedBy);
        if (state.Container is not { } container) return Nothing;
        if (container.Id is not { } id) return before;

        var request = before.Container == id ? before : InNewContainer(state, before, container.PodUid, id);
        return request is not null && state.WantedBy is { } execution && execution != request.By && !IsUp(state.Previous?.Phase) ? request with { By = execution } : request ?? before;
    }

    /// <summary>Null while it is not known yet whether the container's start has triggered it.</summary>
    private static ServiceRequest? InNewContainer(ServiceState state, ServiceRequest before, string podUid, string id)
    {
        if (Triggers.First(state.Service.Spec.TriggeredBy, state.Environment) is { } trigger)
        {
            if (state.Environment?.Status?.Triggers is not { FiredAt: { } firedAt } triggers || triggers.Container != id) return null;
            // What is defined later waits for the next start.
            if (state.Service.Metadata.CreationTimestamp?.ToUniversalTime() <= firedAt.ToUniversalTime()) return new ServiceRequest(id, trigger);
        }
        // One that ran when its container was lost runs on in the next.
        var goesOn = before.Container?.StartsWith($"{podUid}/", StringComparison.Ordinal) == true && IsUp(state.Previous?.Phase);
        return new ServiceRequest(id, goesOn ? before.By : null);
    }

    private static bool IsUp(string? phase) => phase is ServicePhases.Starting or ServicePhases.Running;
}
