using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Cluster;
using Environs.Operator.TaskExecutions;
using Environs.Runtime;

namespace Environs.Operator.Services;

/// <summary>Says of a service what its environment does with it. What shall run there is told by the environment's own passes.</summary>
internal sealed class ServiceReconciler(
    IStore<V1alpha1Environment> environments,
    IStore<V1alpha1Service> services,
    IStore<V1alpha1Task> tasks,
    IStore<V1alpha1TaskExecution> executions,
    WorkContainers containers,
    IResourceWriter writer) : IReconciler<V1alpha1Service, ServiceStatus>
{
    public async Task<Reconciled<ServiceStatus>> ReconcileAsync(V1alpha1Service resource, CancellationToken cancellation)
    {
        var state = Gather(resource);
        await Ownership.EnsureAsync(writer, Kinds.Service, resource, state.Environment, cancellation);
        var status = ServiceHealth.Of(state);
        return new(status) { Events = ServiceEvents.Between(resource.Status, status) };
    }

    private ServiceState Gather(V1alpha1Service service)
    {
        var key = new ResourceKey(service.Metadata.NamespaceProperty, service.Spec?.EnvironmentRef?.Name ?? "");
        var environment = environments.Get(key);
        return new ServiceState
        {
            Service = service,
            Environment = environment,
            Rejection = AutomationHealth.Invalid(AutomationValidation.Errors(service))
                ?? (environment is null ? AutomationHealth.NoEnvironment(key.Name) : AutomationScope.Of(key, services, tasks).Excluded(service.Metadata, service.Spec!.Reference)),
            Container = environment is null ? null : containers.Of(environment, WorkPlace.Of(service.Spec?.RunsOn)),
            WantedBy =
            [
                .. executions.Indexed(AutomationIndexes.ByEnvironment, AutomationIndexes.Value(key))
                    .Where(execution => ExecutionProgress.Of(execution).WantsService(service.Metadata.Uid))
                    .Select(execution => execution.Metadata.Uid).Order(StringComparer.Ordinal),
            ],
        };
    }
}
