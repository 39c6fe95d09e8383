using Environs.Crds;
using Environs.Runtime;

namespace Environs.Operator.Automations;

/// <summary>Finds the services, tasks and open executions of an environment, and all executions of a task. Pure.</summary>
internal static class AutomationIndexes
{
    public const string ByEnvironment = "environment";
    public const string ByTask = "task";

    public static readonly IReadOnlyDictionary<string, Func<V1alpha1Service, IEnumerable<string>>> Services =
        new Dictionary<string, Func<V1alpha1Service, IEnumerable<string>>>
        {
            [ByEnvironment] = service => [Value(service.Metadata.NamespaceProperty, service.Spec?.EnvironmentRef?.Name)],
        };

    public static readonly IReadOnlyDictionary<string, Func<V1alpha1Task, IEnumerable<string>>> Tasks =
        new Dictionary<string, Func<V1alpha1Task, IEnumerable<string>>>
        {
            [ByEnvironment] = task => [Value(task.Metadata.NamespaceProperty, task.Spec?.EnvironmentRef?.Name)],
        };

    public static readonly IReadOnlyDictionary<string, Func<V1alpha1TaskExecution, IEnumerable<string>>> Executions =
        new Dictionary<string, Func<V1alpha1TaskExecution, IEnumerable<string>>>
        {
            // What happens in the environment is nothing to one that is over, of which there are many.
            [ByEnvironment] = execution => execution.Status is { Environment: { } environment, CompletedAt: null } ? [Value(execution.Metadata.NamespaceProperty, environment)] : [],
            [ByTask] = execution => [Value(execution.Metadata.NamespaceProperty, execution.Spec?.TaskRef?.Name)],
        };

    /// <summary>What an index files an object of a namespace under.</summary>
    public static string Value(string @namespace, string? name) => $"{@namespace}/{name}";

    /// <summary>The same of a resource that has the name.</summary>
    public static string Value(ResourceKey key) => Value(key.Namespace, key.Name);
}
