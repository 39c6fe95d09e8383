using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Cluster;
using Environs.Operator.Docker;
using Environs.Operator.Environments;
using Environs.Operator.TaskExecutions;
using Environs.Runtime;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Services;

/// <summary>Says of a service what its environment does with it. What shall run there is told by the environment's own passes.</summary>
internal sealed class ServiceReconciler(
    IStore<V1alpha1Environment> environments,
    IStore<V1alpha1Service> services,
    IStore<V1alpha1Task> tasks,
    IStore<V1alpha1TaskExecution> executions,
    WorkContainers containers,
    DockerPods docker,
    DockerServices dockerServices,
    IResourceWriter writer,
    IOptions<OperatorOptions> options) : IReconciler<V1alpha1Service, ServiceStatus>
{
    public async Task<Reconciled<ServiceStatus>> ReconcileAsync(V1alpha1Service resource, CancellationToken cancellation)
    {
        var state = Gather(resource);
        await Ownership.EnsureAsync(writer, Kinds.Service, resource, state.Environment, cancellation);
        var status = ServiceHealth.Of(state);
        var (problem, lookAgain) = await dockerServices.KeepAsync(state, status, cancellation);
        status.LogUrl = EnvironmentAddresses.LogOf(state.Environment, resource, options.Value.GatewayDomain);
        if (problem is not null) ServiceHealth.Hinder(status, problem);
        return new(status, lookAgain) { Events = ServiceEvents.Between(resource.Status, status) };
    }

    private ServiceState Gather(V1alpha1Service service)
    {
        var key = new ResourceKey(service.Metadata.NamespaceProperty, service.Spec?.EnvironmentRef?.Name ?? "");
        var environment = environments.Get(key);
        var unit = DockerUnit.Of(service);
        return new ServiceState
        {
            Service = service,
            Environment = environment,
            Rejection = AutomationHealth.Invalid(AutomationValidation.Errors(service))
                ?? (environment is null ? AutomationHealth.NoEnvironment(key.Name) : AutomationScope.Of(key, services, tasks).Excluded(service.Metadata, service.Spec!.Reference)),
            // Also what runs beside the environment's pod is started by its dev container.
            Container = environment is null ? null : containers.Of(environment, unit is null ? WorkPlace.Of(service.Spec?.RunsOn) : WorkPlace.Dev),
            Docker = environment is null || unit is null ? null : docker.Of(environment, unit),
            IsElsewhere = environment is not null && unit is not null
                && WorkPlace.All.Any(place => containers.Of(environment, place)?.Report?.Services.Any(report => report.Id == service.Metadata.Uid) == true),
            HasWorkspace = environment is null || unit is null || docker.HasWorkspace(environment),
            WantedBy =
            [
                .. executions.Indexed(AutomationIndexes.ByEnvironment, AutomationIndexes.Value(key))
                    .Where(execution => ExecutionProgress.Of(execution).WantsService(service.Metadata.Uid))
                    .Select(execution => execution.Metadata.Uid).Order(StringComparer.Ordinal),
            ],
        };
    }
}
