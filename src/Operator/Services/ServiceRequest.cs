using System.Security.Cryptography;
using System.Text;
using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Requests;

namespace Environs.Operator.Services;

/// <summary>What asks for a service in a container: a trigger, an execution, or its spec. Pure.</summary>
/// <param name="Container">The container that was considered last.</param>
/// <param name="By">What started the service in it; null when nothing has.</param>
internal sealed record ServiceRequest(string? Container, string? By)
{
    /// <summary>Of a service that does not run in the dev container: the dev container whose start was considered last.</summary>
    public string? Start { get; init; }

    private const int LongestSession = 128;

    private static readonly ServiceRequest Nothing = new(null, null);

    /// <summary>Whether the supervisor of a container shall have it running: not before it is known what asks for it, or it would be started twice.</summary>
    public static bool IsRunWanted(V1alpha1Service service, WorkContainer container) =>
        InPod(service, container.PodUid) is { } known && (known.Container == container.Id || IsUp(service.Status!.Phase)) && known.IsFor(InForce(service));

    /// <summary>Running or Stopped, whatever its triggers say: a request's while it holds, else the spec's; null when neither says.</summary>
    public static string? DesiredPhase(V1alpha1Service service) => Requested(service)?.Phase ?? service.Spec?.DesiredPhase;

    /// <summary>
    /// The same by what the service's own pass has taken up: whoever acts on a request before that would start the service once for it, and
    /// again for what that pass makes of it.
    /// </summary>
    public static string? InForce(V1alpha1Service service) =>
        service.Status?.RequestedPhase is { Phase: { } phase } seen && (seen.DesiredPhase, seen.Session) == (service.Spec?.DesiredPhase, service.Spec?.Session)
            ? phase
            : service.Spec?.DesiredPhase;

    /// <summary>What there is to remember of the request to start or stop it; null when there is none.</summary>
    public static RequestedPhaseStatus? Requested(V1alpha1Service service) =>
        RequestedPhases.Of(service.Metadata, service.Status?.RequestedPhase, service.Spec?.DesiredPhase, service.Spec?.Session);

    /// <summary>What was asked for last in a container of the pod: one that ran goes on in the next before anything else is known of that; null when nothing was.</summary>
    public static ServiceRequest? InPod(V1alpha1Service service, string podUid) =>
        service.Status is { Container: { } container } status && container.StartsWith($"{podUid}/", StringComparison.Ordinal) ? new(container, status.RequestedBy) : null;

    /// <summary>Whether the service shall run in the container.</summary>
    public bool IsFor(string? desiredPhase) => Container is not null && desiredPhase switch
    {
        DesiredPhases.Stopped => false,
        DesiredPhases.Running => true,
        _ => By is not null,
    };

    /// <summary>What the supervisor takes for the session: another means a start, also of what has ended in the same session of the spec.</summary>
    /// <remarks>A supervisor repeats it in its reports, where it must not be long.</remarks>
    public static string Token(ServiceSpec spec, string? by) =>
        $"{by}:{(spec.Session is { Length: > LongestSession } session ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session))) : spec.Session)}";

    public static ServiceRequest Of(ServiceState state)
    {
        var before = new ServiceRequest(state.Previous?.Container, state.Previous?.RequestedBy) { Start = state.Previous?.TriggeredFor };
        if (state.Container is not { } container) return Nothing;
        if (container.Id is not { } id) return before;

        // What has a pod of its own is started by the dev container, too.
        var isBeside = WorkPlace.Of(state.Service.Spec?.RunsOn) == WorkPlace.Machine;
        var request = before.Container == id ? before : isBeside ? InNewContainerBeside(state, before, container.PodUid, id) : InNewContainer(state, before, id);
        if (isBeside && request is not null) request = Triggered(state, request, container.PodUid);
        if (request is not null && IsStarted(state)) return request with { By = Requested(state.Service)!.Value };
        return request is not null && IsWantedAnew(state, request) ? request with { By = state.WantedBy[0] } : request ?? before;
    }

    /// <summary>Null while it is not known yet whether the container's start has triggered it.</summary>
    private static ServiceRequest? InNewContainer(ServiceState state, ServiceRequest before, string id)
    {
        // What has a pod of its own does not notice.
        if (state.Service.Spec.RunsOn?.Docker is not null && GoesOn(state)) return new ServiceRequest(id, before.By);
        if (Triggers.First(state.Service.Spec.TriggeredBy, state.Environment) is { } trigger)
        {
            if (state.Environment?.Status?.Triggers is not { FiredAt: { } firedAt } triggers || triggers.Container != id) return null;
            // What is defined later waits for the next start.
            // One that has come from beside it has heard of this start.
            if (before.Start != id && state.Service.Metadata.CreationTimestamp?.ToUniversalTime() <= firedAt.ToUniversalTime()) return new ServiceRequest(id, trigger);
        }
        return new ServiceRequest(id, GoesOn(state) ? before.By : null);
    }

    /// <summary>A container that is not the dev container triggers nothing by its own start. Null while it is not known what the dev container's brings.</summary>
    private static ServiceRequest? InNewContainerBeside(ServiceState state, ServiceRequest before, string podUid, string id)
    {
        var (isKnown, start) = (InPod(state.Service, podUid) is not null, StartIn(state, podUid)?.Container);
        if (!isKnown && start is null && Triggers.First(state.Service.Spec.TriggeredBy, state.Environment) is not null) return null;
        // One that has come from the dev container has heard of its start.
        return new ServiceRequest(id, GoesOn(state) ? before.By : null) { Start = isKnown ? before.Start ?? start : null };
    }

    /// <summary>What the start of a dev container makes of it: what runs goes on, beside any of them.</summary>
    private static ServiceRequest Triggered(ServiceState state, ServiceRequest request, string podUid)
    {
        if (StartIn(state, podUid) is not { Container: { } start, FiredAt: { } firedAt } || start == request.Start) return request;
        var trigger = state.Service.Metadata.CreationTimestamp?.ToUniversalTime() <= firedAt.ToUniversalTime() ? Triggers.First(state.Service.Spec.TriggeredBy, state.Environment) : null;
        // With the container in it: the next start by the same trigger is another one for the same supervisor.
        return request with { By = trigger is null || GoesOn(state) ? request.By : $"{trigger}/{start[(start.IndexOf('/') + 1)..]}", Start = start };
    }

    private static TriggersStatus? StartIn(ServiceState state, string podUid) =>
        state.Environment?.Status?.Triggers is { Container: { } start } triggers && start.StartsWith($"{podUid}/", StringComparison.Ordinal) ? triggers : null;

    /// <summary>Whether it ran, by the last word of it, in the environment's pod of now or beside it.</summary>
    public static bool GoesOn(ServiceState state) => state.Container is { } container && InPod(state.Service, container.PodUid) is not null && IsUp(state.Previous?.Phase);

    /// <summary>Whether a service of this phase runs, or is about to.</summary>
    public static bool IsUp(string? phase) => phase is ServicePhases.Starting or ServicePhases.Running;

    // A request that comes upon one that runs has what it asks for.
    private static bool IsStarted(ServiceState state) =>
        Requested(state.Service) is { Phase: DesiredPhases.Running } requested && requested.Value != state.Previous?.RequestedPhase?.Value && !IsUp(state.Previous?.Phase);

    // Who asked already waits for what comes of it; who asks for what shall not run asks in vain.
    private static bool IsWantedAnew(ServiceState state, ServiceRequest request) =>
        state.WantedBy.Count > 0 && !state.WantedBy.Contains(request.By) && !IsUp(state.Previous?.Phase) && DesiredPhase(state.Service) != DesiredPhases.Stopped;
}
