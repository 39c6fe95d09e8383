using Environs.Crds;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Automations;

/// <summary>The conditions that services, tasks and executions have in common. Pure.</summary>
internal static class AutomationHealth
{
    // What appears by itself is waited for; all else is for a person to mend.
    private static readonly string[] Waiting =
        [AutomationReasons.EnvironmentNotFound, AutomationReasons.TaskNotFound, AutomationReasons.UnknownDependency, AutomationReasons.TaskNotAccepted];

    public static V1Condition Accepted(Problem? rejection, string message) => rejection is null
        ? Conditions.Of(AutomationConditions.Accepted, true, AutomationReasons.Accepted, message)
        : Conditions.Of(AutomationConditions.Accepted, false, rejection.Reason, rejection.Message);

    public static V1Condition Stalled(Problem? problem) => problem is null
        ? Conditions.Of(AutomationConditions.Stalled, false, AutomationReasons.NoProblem, "Nothing stands in the way.")
        : Waiting.Contains(problem.Reason) ? Conditions.Of(AutomationConditions.Stalled, false, AutomationReasons.Waiting, $"It goes on by itself once that is mended: {problem.Message}")
        : Conditions.Of(AutomationConditions.Stalled, true, problem.Reason, $"Nothing gets better until somebody acts: {problem.Message}");

    /// <summary>What is wrong with a resource, in one problem; null when nothing is.</summary>
    public static Problem? Invalid(IReadOnlyList<FieldError> errors) =>
        errors.Count == 0 ? null : new Problem(AutomationReasons.InvalidResource, string.Join(" ", errors.Select(error => $"{error}.")));

    public static Problem NoEnvironment(string? name) => new(AutomationReasons.EnvironmentNotFound, $"There is no Environment \"{name}\" in this namespace.");
}
