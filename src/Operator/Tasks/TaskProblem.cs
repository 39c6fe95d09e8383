using Environs.Crds;
using Environs.Operator.Automations;

namespace Environs.Operator.Tasks;

/// <summary>Why a task cannot be run. Pure.</summary>
internal static class TaskProblem
{
    public static Problem? Of(V1alpha1Task task, V1alpha1Environment? environment, AutomationScope scope) =>
        AutomationHealth.Invalid(AutomationValidation.Errors(task))
        ?? (environment is null ? AutomationHealth.NoEnvironment(task.Spec.EnvironmentRef.Name) : null)
        ?? scope.Excluded(task.Metadata, task.Spec.Reference)
        ?? Dependencies.Problem(task, scope);
}
