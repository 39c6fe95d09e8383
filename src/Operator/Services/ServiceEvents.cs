using Environs.Crds;
using Environs.Runtime;

namespace Environs.Operator.Services;

/// <summary>The Events that tell the step from one status of a service to the next: its ready and its failed starts. Pure.</summary>
internal static class ServiceEvents
{
    public static IReadOnlyList<ResourceEvent> Between(ServiceStatus? before, ServiceStatus after) => after.Phase == before?.Phase ? [] : after.Phase switch
    {
        ServicePhases.Running => [new("Normal", ServicePhases.Running, "The service runs and is ready.")],
        ServicePhases.Failed => [new("Warning", ServicePhases.Failed, after.FailureMessage ?? "The service failed.")],
        _ => [],
    };
}
