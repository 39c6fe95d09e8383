using Environs.Crds;
using Environs.Operator.Admission;
using Environs.Operator.Automations;
using Environs.Operator.Cluster;
using Environs.Operator.Docker;
using Environs.Operator.Environments;
using Environs.Operator.Tasks;
using Environs.Runtime;
using Microsoft.Extensions.Options;

namespace Environs.Operator.TaskExecutions;

/// <summary>Leads an execution from its plan to its end. The steps that it lets run are told by the environment's own passes.</summary>
internal sealed class TaskExecutionReconciler(
    IStore<V1alpha1Environment> environments,
    IStore<V1alpha1Service> services,
    IStore<V1alpha1Task> tasks,
    IStore<V1alpha1TaskExecution> executions,
    WorkContainers containers,
    DockerPods docker,
    DockerSteps dockerSteps,
    Creators creators,
    IResourceWriter writer,
    IOptions<OperatorOptions> options,
    TimeProvider time) : IReconciler<V1alpha1TaskExecution, TaskExecutionStatus>
{
    private static readonly TimeSpan KeptWithoutTask = TimeSpan.FromHours(1);

    public async Task<Reconciled<TaskExecutionStatus>> ReconcileAsync(V1alpha1TaskExecution resource, CancellationToken cancellation)
    {
        var state = Gather(resource);
        if (state.IsOver && (IsSurplus(resource) || ForgottenAt(state, resource.Status) <= state.Now))
        {
            await writer.DeleteAsync(Kinds.TaskExecution, resource, null, cancellation);
            return new(null);
        }
        await Ownership.EnsureAsync(writer, Kinds.TaskExecution, resource, state.Environment, cancellation);
        var status = ExecutionHealth.Of(state);
        if (!state.IsOver) status.LogUrl = EnvironmentAddresses.LogOf(state.Environment, resource, options.Value.GatewayDomain) ?? resource.Status?.LogUrl;
        var lookAgain = await dockerSteps.KeepAsync(state, status, cancellation);
        return new(status, new[] { lookAgain, ForgottenAt(state, status) - state.Now, ExecutionHealth.GivenUpAt(state, status) - state.Now }.Min()) { Events = ExecutionEvents.Between(resource.Status, status) };
    }

    private ExecutionState Gather(V1alpha1TaskExecution execution)
    {
        var task = tasks.Get(new ResourceKey(execution.Metadata.NamespaceProperty, execution.Spec?.TaskRef?.Name ?? ""));
        // A run that has begun is of the environment in its status, whatever becomes of its task.
        var key = new ResourceKey(execution.Metadata.NamespaceProperty, (execution.Status?.Plan is null ? task?.Spec?.EnvironmentRef?.Name : null) ?? execution.Status?.Environment ?? "");
        var environment = environments.Get(key);
        var scope = AutomationScope.Of(key, services, tasks);
        return new ExecutionState
        {
            Execution = execution,
            Now = time.GetUtcNow(),
            Creator = creators.Of(execution.Metadata, execution.Status?.Creator),
            Task = task,
            Environment = environment,
            Scope = scope,
            Container = environment is null ? null : containers.Of(environment, WorkPlace.Dev),
            Machine = environment is null ? null : containers.Of(environment, WorkPlace.Machine),
            Docker = environment is null ? new Dictionary<string, DockerPod>() : docker.Of(environment, execution),
            Rejection = AutomationHealth.Invalid(AutomationValidation.Errors(execution)) ?? Problem(execution, task, environment, scope),
        };
    }

    private static Problem? Problem(V1alpha1TaskExecution execution, V1alpha1Task? task, V1alpha1Environment? environment, AutomationScope scope) =>
        task is null ? new Problem(AutomationReasons.TaskNotFound, $"There is no Task \"{execution.Spec.TaskRef.Name}\" in this namespace.")
        : TaskProblem.Of(task, environment, scope) is { } problem ? new Problem(AutomationReasons.TaskNotAccepted, $"Task \"{task.Metadata.Name}\" cannot be run: {problem.Message}")
        : null;

    /// <summary>When one that is over is deleted because its task is gone, of which no later one will come.</summary>
    private static DateTimeOffset? ForgottenAt(ExecutionState state, TaskExecutionStatus? status) =>
        state.Task is null && status?.CompletedAt is { } end ? end.ToUniversalTime() + KeptWithoutTask : null;

    /// <summary>Whether so many executions of the task have ended since that this one need not be kept.</summary>
    private bool IsSurplus(V1alpha1TaskExecution execution) =>
        executions.Indexed(AutomationIndexes.ByTask, AutomationIndexes.Value(execution.Metadata.NamespaceProperty, execution.Spec?.TaskRef?.Name))
            .Count(other => other.Status?.CompletedAt is not null && IsLater(other, execution)) >= options.Value.KeptExecutions;

    private static bool IsLater(V1alpha1TaskExecution one, V1alpha1TaskExecution other) =>
        (one.Status!.CompletedAt!.Value, one.Metadata.Uid).CompareTo((other.Status!.CompletedAt!.Value, other.Metadata.Uid)) > 0;
}
