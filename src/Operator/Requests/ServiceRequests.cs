using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Cluster;
using Environs.Operator.Services;
using Environs.Protocol.Requests;
using Environs.Runtime;

namespace Environs.Operator.Requests;

/// <summary>Starts and stops services by the annotation that leaves their specs alone.</summary>
internal sealed class ServiceRequests(IResourceWriter writer, TimeProvider time, ILogger<ServiceRequests> logger)
{
    /// <summary>Whose the annotation is, so that no other manager's apply takes it out.</summary>
    public const string FieldManager = "environs-requests";

    public async Task<Answer> AnswerAsync(ServiceChange request, V1alpha1Environment environment, AutomationScope scope, CancellationToken cancellation)
    {
        if (scope.Service(request.Reference) is not { } service) return Said.Unknown("service", request.Reference, scope.Services.Select(one => one.Spec.Reference));
        if (IsSo(service, request.Run) is { } already) return Said.Done(already);
        var phase = request.Run ? DesiredPhases.Running : DesiredPhases.Stopped;
        await writer.MergeAsync(Kinds.Service, service, Annotation(phase, time.GetUtcNow()), cancellation, FieldManager);
        Log.Asked(logger, ResourceKey.Of(environment.Metadata), $"service {request.Reference}: {phase}");
        return Said.Done($"Service \"{request.Reference}\" was told to {(request.Run ? "start" : "stop")}.");
    }

    /// <summary>The change of an object that asks for a phase, and tells it from the request before.</summary>
    public static JsonObject Annotation(string phase, DateTimeOffset now) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["annotations"] = new JsonObject { [RequestedPhases.Annotation] = $"{phase}{RequestedPhases.Separator}{now.UtcDateTime:O}" },
        },
    };

    // What has ended by itself is started again, also where it shall run already.
    private static string? IsSo(V1alpha1Service service, bool run)
    {
        var (desired, phase) = (ServiceRequest.DesiredPhase(service), service.Status?.Phase ?? ServicePhases.Stopped);
        return run
            ? desired != DesiredPhases.Stopped && phase is ServicePhases.Running or ServicePhases.Starting ? $"Service \"{service.Spec.Reference}\" is {phase} already." : null
            : desired == DesiredPhases.Stopped && phase is ServicePhases.Stopped or ServicePhases.Failed ? $"Service \"{service.Spec.Reference}\" is {phase} already." : null;
    }
}
