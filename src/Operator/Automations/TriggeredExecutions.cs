using Environs.Crds;
using Environs.Operator.Environments;
using k8s.Models;

namespace Environs.Operator.Automations;

/// <summary>The executions that the start of a dev container brings, in the order of the triggers. Pure.</summary>
internal static class TriggeredExecutions
{
    public static IEnumerable<V1alpha1TaskExecution> Of(V1alpha1Environment environment, AutomationScope scope, string container) =>
        from trigger in AutomationTriggers.OfStart
        from task in scope.Tasks.OrderBy(task => task.Spec.Reference, StringComparer.Ordinal)
            // A task under two triggers runs once for each start.
        where Triggers.First(task.Spec.TriggeredBy, environment) == trigger
        select Execution(environment, task, trigger, container);

    private static V1alpha1TaskExecution Execution(V1alpha1Environment environment, V1alpha1Task task, string trigger, string container) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = AutomationNames.OfExecution(task, trigger, container),
            NamespaceProperty = task.Metadata.NamespaceProperty,
            Labels = new Dictionary<string, string>
            {
                [EnvironmentNames.ManagedByLabel] = EnvironmentNames.ManagedBy,
                [EnvironmentNames.EnvironmentLabel] = environment.Metadata.Name,
            },
            Annotations = new Dictionary<string, string> { [AutomationNames.TriggerAnnotation] = trigger },
            OwnerReferences = [Ownership.Reference(environment)],
        },
        Spec = new TaskExecutionSpec { TaskRef = new TaskReference { Name = task.Metadata.Name } },
    };
}
