using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Docker;
using Environs.Operator.Environments;
using Environs.Operator.Requests;
using Environs.Protocol.Supervision;
using k8s.Models;

namespace Environs.Operator.Services;

/// <summary>Computes the status of a service. Pure.</summary>
internal static class ServiceHealth
{
    private const string NoWorkspace = ", without its workspace, as the environment's class has no storage that two pods could share";

    public static ServiceStatus Of(ServiceState state)
    {
        var request = ServiceRequest.Of(state);
        var status = new ServiceStatus
        {
            Container = request.Container,
            RequestedBy = request.By,
            TriggeredFor = request.Start,
            Phase = state.Previous?.Phase ?? ServicePhases.Stopped,
            Session = state.Previous?.Session,
            FailureMessage = state.Previous?.FailureMessage,
            Output = state.Previous?.Output,
            RequestedPhase = ServiceRequest.Requested(state.Service),
        };
        if (DockerUnit.Of(state.Service) is not null) DockerServiceHealth.Lead(status, state, request);
        // Of one that does not count the supervisor is told nothing, and it stops and forgets it.
        else if (state.Container is null || (state.Rejection is not null && state.Report is null)) Gone(status);
        else Lead(status, state, request);
        status.Conditions = Conditions(state, status);
        return status;
    }

    /// <summary>Says why a service that shall run does not get on.</summary>
    public static void Hinder(ServiceStatus status, Problem problem)
    {
        if (status.Phase != ServicePhases.Starting) return;
        status.Conditions = [.. status.Conditions.Select(condition => condition.Type == AutomationConditions.Ready ? Runtime.Conditions.Of(condition.Type, false, problem.Reason, problem.Message) : condition)];
    }

    // With the pod went the process; how it had ended before stays worth knowing.
    private static void Gone(ServiceStatus status)
    {
        if (status.Phase != ServicePhases.Failed) status.Phase = ServicePhases.Stopped;
    }

    private static void Lead(ServiceStatus status, ServiceState state, ServiceRequest request)
    {
        // What is known of an earlier start is no answer to this one: not what the status had, and not what the supervisor says of it.
        var isNew = (state.Previous?.Container, state.Previous?.RequestedBy) != (request.Container, request.By);
        // Until it is known what the container's start brings, what ran before counts.
        var isDecided = request.Container == state.Container!.Id;
        if (state.Report is not { } report)
        {
            if (isNew && isDecided) Begin(status, state, request);
            return;
        }
        var isCurrent = report.Session == ServiceRequest.Token(state.Service.Spec, request.By);
        if (!isCurrent && report.Phase is not (ServicePhase.Starting or ServicePhase.Running or ServicePhase.Stopping))
        {
            if (isDecided) Begin(status, state, request);
            return;
        }
        status.Phase = Phase(report.Phase);
        if (isCurrent) status.Session = state.Service.Spec.Session;
        status.FailureMessage = EnvironmentFacts.NullIfEmpty(report.FailureMessage);
        status.Output = report.Output.Count > 0 ? report.Output.ToDictionary(pair => pair.Key, pair => pair.Value) : null;
    }

    // The supervisor has not taken it up yet.
    private static void Begin(ServiceStatus status, ServiceState state, ServiceRequest request)
    {
        if (state.Rejection is not null || !request.IsFor(ServiceRequest.DesiredPhase(state.Service)))
        {
            Gone(status);
            return;
        }
        (status.Phase, status.FailureMessage, status.Output) = (ServicePhases.Starting, null, null);
    }

    public static string Phase(ServicePhase phase) => phase switch
    {
        ServicePhase.Starting => ServicePhases.Starting,
        ServicePhase.Running => ServicePhases.Running,
        ServicePhase.Stopping => ServicePhases.Stopping,
        ServicePhase.Failed => ServicePhases.Failed,
        _ => ServicePhases.Stopped,
    };

    private static IList<V1Condition> Conditions(ServiceState state, ServiceStatus status)
    {
        var accepted = AutomationHealth.Accepted(state.Rejection, $"The service is part of environment {state.Service.Spec?.EnvironmentRef?.Name}{(state.HasWorkspace ? "" : NoWorkspace)}.");
        var ready = state.Rejection is { } rejection ? Runtime.Conditions.Of(AutomationConditions.Ready, false, rejection.Reason, rejection.Message)
            : Runtime.Conditions.Of(AutomationConditions.Ready, status.Phase == ServicePhases.Running, status.Phase!, Message(state, status));
        var stalled = AutomationHealth.Stalled(
            state.Rejection ?? (status.Phase == ServicePhases.Failed ? new Problem(ServicePhases.Failed, status.FailureMessage ?? "The service failed.") : null));
        return [accepted, ready, stalled];
    }

    private static string Message(ServiceState state, ServiceStatus status) => status.Phase switch
    {
        ServicePhases.Running => "The service runs and is ready.",
        ServicePhases.Starting => "The service was told to start and is not ready yet.",
        ServicePhases.Stopping => "The service was told to stop.",
        ServicePhases.Failed => status.FailureMessage ?? "The service failed.",
        _ when state.Container is null => "The environment has no running pod.",
        _ when RequestedPhases.Problem(state.Service.Metadata) is { } problem => problem,
        _ when ServiceRequest.DesiredPhase(state.Service) == DesiredPhases.Stopped => "The service is stopped, as asked.",
        _ when status.RequestedBy is null => "Nothing has started the service; spec.desiredPhase: Running does.",
        _ => "The start command has ended; another spec.session starts it again.",
    };
}
