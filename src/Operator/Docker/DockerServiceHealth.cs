using Environs.Crds;
using Environs.Operator.Environments;
using Environs.Operator.Services;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Docker;

/// <summary>The part of a service's status that is about its run, of one that has a pod of its own. Pure.</summary>
internal static class DockerServiceHealth
{
    public static void Lead(ServiceStatus status, ServiceState state, ServiceRequest request)
    {
        status.Start = DockerStart.Of(state, request);
        status.PodName = state.Docker?.Name;
        status.Address = state.Environment is null ? null : DockerNames.Address(state.Environment, state.Service.Spec.Reference);
        if (status.Start is null) End(status, state);
        else if (status.Start != state.Previous?.Start) Begin(status, state);
        else Follow(status, state);
    }

    /// <summary>Whether the service shall have a pod now.</summary>
    public static bool NeedsPod(ServiceStatus status) => status.Start is not null && ServiceRequest.IsUp(status.Phase);

    private static void Begin(ServiceStatus status, ServiceState state) =>
        (status.Phase, status.Session, status.FailureMessage, status.Output) = (ServicePhases.Starting, state.Service.Spec.Session, null, null);

    private static void Follow(ServiceStatus status, ServiceState state)
    {
        var report = state.Docker?.Start == status.Start ? state.Docker!.Service(state.Service.Metadata.Uid) : null;
        if (report is not null && report.Session == status.Start && (IsOver(report) || state.Docker!.Loss is null)) Take(status, report);
        // Its pod is gone, or has ended without a word of the service: the next one goes on.
        else if (ServiceRequest.IsUp(status.Phase) && (state.Docker is null || state.Docker.Start != status.Start || state.Docker.Loss is not null))
            (status.Phase, status.Output) = (ServicePhases.Starting, null);
    }

    private static void End(ServiceStatus status, ServiceState state)
    {
        if (state.Docker is { } pod && pod.Service(state.Service.Metadata.Uid) is { } report && report.Session == pod.Start
            && (report.Phase == ServicePhase.Stopping || IsOver(report)))
            Take(status, report);
        else if (state.Docker is { Loss: null } && status.Phase is not (ServicePhases.Stopped or ServicePhases.Failed)) status.Phase = ServicePhases.Stopping;
        else if (status.Phase != ServicePhases.Failed) status.Phase = ServicePhases.Stopped;
    }

    private static bool IsOver(ServiceReport report) => report.Phase is ServicePhase.Stopped or ServicePhase.Failed;

    private static void Take(ServiceStatus status, ServiceReport report)
    {
        status.Phase = ServiceHealth.Phase(report.Phase);
        status.FailureMessage = EnvironmentFacts.NullIfEmpty(report.FailureMessage);
        status.Output = report.Output.Count > 0 ? report.Output.ToDictionary(pair => pair.Key, pair => pair.Value) : null;
    }
}
