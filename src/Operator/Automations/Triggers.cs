using Environs.Crds;

namespace Environs.Operator.Automations;

/// <summary>Which trigger of a container's start a service or a task goes by. Pure.</summary>
internal static class Triggers
{
    /// <summary>The first of its triggers that a start brings and the environment lets pass; null when none is.</summary>
    public static string? First(IList<string>? triggeredBy, V1alpha1Environment? environment) => AutomationTriggers.OfStart.FirstOrDefault(trigger =>
        triggeredBy?.Contains(trigger) == true
        && (environment?.Spec.AutomationsFile?.TriggerFilter is not { Count: > 0 } filter || filter.Contains(trigger)));
}
