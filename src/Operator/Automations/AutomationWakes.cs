using Environs.Crds;
using Environs.Operator.Devcontainers;
using Environs.Operator.Docker;
using Environs.Operator.Environments;
using Environs.Operator.Services;
using Environs.Operator.Supervision;
using Environs.Operator.TaskExecutions;
using Environs.Runtime;
using k8s;
using k8s.Models;

namespace Environs.Operator.Automations;

/// <summary>What wakes environments, services, tasks and executions besides their own changes, and which changes are worth it. Pure.</summary>
internal static class AutomationWakes
{
    /// <summary>The environment that a service or task names.</summary>
    public static IEnumerable<ResourceKey> EnvironmentOf(V1alpha1Service service, IStore<V1alpha1Environment> environments) => [Key(service.Metadata, service.Spec?.EnvironmentRef?.Name)];

    public static IEnumerable<ResourceKey> EnvironmentOf(V1alpha1Task task, IStore<V1alpha1Environment> environments) => [Key(task.Metadata, task.Spec?.EnvironmentRef?.Name)];

    public static IEnumerable<ResourceKey> EnvironmentOf(V1alpha1TaskExecution execution, IStore<V1alpha1Environment> environments) =>
        execution.Status?.Environment is { } name ? [Key(execution.Metadata, name)] : [];

    /// <summary>All of a kind that belong to an environment.</summary>
    public static IEnumerable<ResourceKey> In<T>(V1ObjectMeta sibling, string? environment, IStore<T> store)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        store.Indexed(AutomationIndexes.ByEnvironment, AutomationIndexes.Value(sibling.NamespaceProperty, environment)).Select(one => ResourceKey.Of(one.Metadata));

    /// <summary>All of a kind that belong to the environment of a pod of ours.</summary>
    public static IEnumerable<ResourceKey> OfPod<T>(V1Pod pod, IStore<T> store)
        where T : class, IKubernetesObject<V1ObjectMeta> => In(pod.Metadata, DockerNames.Environment(pod), store);

    /// <summary>The executions of a task.</summary>
    public static IEnumerable<ResourceKey> OfTask(V1alpha1Task task, IStore<V1alpha1TaskExecution> executions) =>
        executions.Indexed(AutomationIndexes.ByTask, AutomationIndexes.Value(ResourceKey.Of(task.Metadata))).Select(execution => ResourceKey.Of(execution.Metadata));

    /// <summary>The executions of the same task, of which only so many are kept.</summary>
    public static IEnumerable<ResourceKey> OfSameTask(V1alpha1TaskExecution execution, IStore<V1alpha1TaskExecution> executions) =>
        executions.Indexed(AutomationIndexes.ByTask, AutomationIndexes.Value(execution.Metadata.NamespaceProperty, execution.Spec?.TaskRef?.Name))
            .Select(other => ResourceKey.Of(other.Metadata));

    /// <summary>Whether the spec is another, or the object goes.</summary>
    public static bool IsOther<T>(T before, T after)
        where T : IKubernetesObject<V1ObjectMeta> =>
        before.Metadata.Uid != after.Metadata.Uid || before.Metadata.Generation != after.Metadata.Generation
        || before.Metadata.DeletionTimestamp != after.Metadata.DeletionTimestamp;

    /// <summary>Whether an execution has come to its end.</summary>
    public static bool IsEnd(V1alpha1TaskExecution before, V1alpha1TaskExecution after) => before.Status?.CompletedAt is null && after.Status?.CompletedAt is not null;

    /// <summary>For the environment, of a service: what shall run, and on whose word.</summary>
    public static bool ChangesWork(V1alpha1Service before, V1alpha1Service after) =>
        IsOther(before, after) || ServiceRequest.InForce(before) != ServiceRequest.InForce(after) || before.Status?.RequestedBy != after.Status?.RequestedBy || before.Status?.Container != after.Status?.Container;

    /// <summary>For executions, of a service: whether it runs, too.</summary>
    public static bool IsNews(V1alpha1Service before, V1alpha1Service after) => ChangesWork(before, after) || before.Status?.Phase != after.Status?.Phase;

    /// <summary>Of an execution: that it has a plan, a step has ended, it shall stop, it is over.</summary>
    public static bool IsNews(V1alpha1TaskExecution before, V1alpha1TaskExecution after) =>
        IsOther(before, after) || ExecutionState.IsStopAsked(before) != ExecutionState.IsStopAsked(after)
        || before.Status?.Phase != after.Status?.Phase || before.Status?.Plan is null != after.Status?.Plan is null
        || Ended(before) != Ended(after);

    /// <summary>For services, of an environment: that it comes, what its start triggered, and what may trigger.</summary>
    public static bool IsNews(V1alpha1Environment before, V1alpha1Environment after) =>
        IsOther(before, after) || (before.Status?.Triggers?.Container, before.Status?.Triggers?.FiredAt) != (after.Status?.Triggers?.Container, after.Status?.Triggers?.FiredAt);

    /// <summary>Of a pod: that it goes, which containers of it run, and which end.</summary>
    public static bool IsNews(V1Pod before, V1Pod after) =>
        before.Metadata.Uid != after.Metadata.Uid || before.Metadata.DeletionTimestamp != after.Metadata.DeletionTimestamp
        || (DockerNames.IsOne(after) && DockerPod.IsNews(before, after)) || before.Status?.Phase != after.Status?.Phase || WorkPlace.All.Any(place => Running(before, place) != Running(after, place))
        || RebuildMark.Of(before) != RebuildMark.Of(after);

    /// <summary>For the environment, of a supervisor: that it is there, what files it has found, and how far it is with the lifecycle commands.</summary>
    public static bool IsNews(SupervisorChange change) =>
        IsHeard(change)
        && ((!change.IsTold && (change.Before?.IsConnected != true || change.Before.Report.Boot != change.After!.Report.Boot))
            // One that was moved may begin elsewhere.
            || change.Before?.Report.Services.ExceptBy(change.After!.Report.Services.Select(service => service.Id), service => service.Id).Any() == true
            // One that waits for them keeps the environment from starting.
            || (change.After!.Report.Container == EnvironmentNames.ContentContainer && !Equals(change.Before?.Report.Secrets, change.After.Report.Secrets))
            || IsNews(change.Before?.Report.AutomationsFile, change.After!.Report.AutomationsFile)
            || change.Before?.Report.DevcontainerLook != change.After.Report.DevcontainerLook
            || IsNews(change.Before?.Report.DevcontainerFile, change.After.Report.DevcontainerFile)
            // Without either there is nothing that could have been taken up.
            || ((change.After.Report.DevcontainerFile is { Path.Length: > 0 } || change.After.Report.Lifecycle is { Commands.Count: > 0 }) && !Equals(change.Before?.Report.Lifecycle, change.After.Report.Lifecycle)));

    /// <summary>UIDs of the services that a supervisor has something new of; null for all of them.</summary>
    public static IReadOnlySet<string>? ServicesIn(SupervisorChange change) => !IsHeard(change) ? new HashSet<string>() : Whole(change) ? null : Differ(
        change.Before!.Report.Services.ToDictionary(service => service.Id), change.After!.Report.Services.ToDictionary(service => service.Id));

    /// <summary>UIDs of the executions that a supervisor has something new of; null for all of them.</summary>
    public static IReadOnlySet<string>? ExecutionsIn(SupervisorChange change) => !IsHeard(change) ? new HashSet<string>() : Whole(change) ? null : Differ(
        change.Before!.Report.Steps.ToDictionary(step => (step.Execution, step.Step)), change.After!.Report.Steps.ToDictionary(step => (step.Execution, step.Step)))
        .Select(key => key.Execution).ToHashSet();

    // One that has not been looked for is no news.
    private static bool IsNews(Protocol.Supervision.WorkspaceFile? before, Protocol.Supervision.WorkspaceFile? after) => after is not null && !after.Equals(before);

    // Of a supervisor that is not heard nothing new is known: its pod or its next word will tell.
    private static bool IsHeard(SupervisorChange change) => change.After?.IsConnected == true;

    private static bool Whole(SupervisorChange change) =>
        change is not { Before.IsConnected: true, After.IsConnected: true } || change.Before.Report.Boot != change.After.Report.Boot;

    private static HashSet<TKey> Differ<TKey, TValue>(Dictionary<TKey, TValue> before, Dictionary<TKey, TValue> after)
        where TKey : notnull =>
        [.. before.Keys.Union(after.Keys).Where(key => !Equals(before.GetValueOrDefault(key), after.GetValueOrDefault(key)))];

    private static int Ended(V1alpha1TaskExecution execution) => execution.Status?.Steps?.Count(step => step.CompletedAt is not null) ?? 0;

    private static string? Running(V1Pod pod, WorkPlace place) => pod.Status?.ContainerStatuses?
        .FirstOrDefault(container => container.Name == place.Container && container.State?.Running is not null)?.ContainerID;

    private static ResourceKey Key(V1ObjectMeta metadata, string? name) => new(metadata.NamespaceProperty, name ?? "");
}
