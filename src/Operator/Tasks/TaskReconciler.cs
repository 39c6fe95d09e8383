using Environs.Crds;
using Environs.Operator.Automations;
using Environs.Operator.Cluster;
using Environs.Runtime;
using TaskStatus = Environs.Crds.TaskStatus;

namespace Environs.Operator.Tasks;

/// <summary>Says of a task whether it can be run. Nothing runs by a task alone: see <see cref="V1alpha1TaskExecution"/>.</summary>
internal sealed class TaskReconciler(
    IStore<V1alpha1Environment> environments,
    IStore<V1alpha1Service> services,
    IStore<V1alpha1Task> tasks,
    IResourceWriter writer) : IReconciler<V1alpha1Task, TaskStatus>
{
    public async Task<Reconciled<TaskStatus>> ReconcileAsync(V1alpha1Task resource, CancellationToken cancellation)
    {
        var key = new ResourceKey(resource.Metadata.NamespaceProperty, resource.Spec?.EnvironmentRef?.Name ?? "");
        var environment = environments.Get(key);
        await Ownership.EnsureAsync(writer, Kinds.Task, resource, environment, cancellation);
        return new(Status(resource, TaskProblem.Of(resource, environment, AutomationScope.Of(key, services, tasks))));
    }

    private static TaskStatus Status(V1alpha1Task task, Problem? problem) => new()
    {
        Conditions =
        [
            AutomationHealth.Accepted(problem, $"The task is part of environment {task.Spec?.EnvironmentRef?.Name}."),
            problem is null
                ? Conditions.Of(AutomationConditions.Ready, true, AutomationReasons.CanBeRun, "A TaskExecution of it runs it.")
                : Conditions.Of(AutomationConditions.Ready, false, problem.Reason, problem.Message),
            AutomationHealth.Stalled(problem),
        ],
    };
}
