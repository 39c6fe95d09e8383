using Environs.Crds;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Environments;

/// <summary>The Events that tell the step from one status to the next: transitions only. Pure.</summary>
internal static class EnvironmentEvents
{
    public static IReadOnlyList<ResourceEvent> Between(EnvironmentStatus? before, EnvironmentStatus after) =>
        [.. Lost(before, after), .. Trouble(before, after), .. Warned(before, after), .. Refused(before, after), .. Created(before, after), .. Reached(before, after, EnvironmentConditions.ContentReady), .. Reached(before, after, EnvironmentConditions.Ready), .. Idle(before, after), .. Stopped(before, after)];

    private static IEnumerable<ResourceEvent> Lost(EnvironmentStatus? before, EnvironmentStatus after)
    {
        if (after.Machine?.Recreations is { } lost && lost.LastTime != before?.Machine?.Recreations?.LastTime)
            yield return new("Warning", lost.Reason!, $"Pod lost ({lost.Count} so far): {lost.Message}");
    }

    private static IEnumerable<ResourceEvent> Trouble(EnvironmentStatus? before, EnvironmentStatus after)
    {
        if (after.FailureMessage is { Count: > 0 } && Condition(after, EnvironmentConditions.Ready) is { } ready
            && ready.Reason != Condition(before, EnvironmentConditions.Ready)?.Reason
            && !(ready.Reason == after.Machine?.Recreations?.Reason && after.Machine.Recreations.LastTime != before?.Machine?.Recreations?.LastTime))
            yield return new("Warning", ready.Reason, ready.Message);
    }

    private static IEnumerable<ResourceEvent> Warned(EnvironmentStatus? before, EnvironmentStatus after)
    {
        if (after.Machine?.WarningMessage is { } warning && before?.Machine?.WarningMessage is null)
            yield return new("Warning", EnvironmentReasons.MachineContainerFailed, warning);
    }

    // Numbers in the server's words are no transition.
    private static IEnumerable<ResourceEvent> Refused(EnvironmentStatus? before, EnvironmentStatus after)
    {
        if (after.Triggers is { FailureMessage: { } why } triggers && before?.Triggers is var last
            && (last?.FailureMessage is null || last.Container != triggers.Container))
            yield return new("Warning", EnvironmentReasons.TriggerRefused, why);
    }

    private static IEnumerable<ResourceEvent> Created(EnvironmentStatus? before, EnvironmentStatus after)
    {
        if (after.Machine?.PodUid is { } uid && uid != before?.Machine?.PodUid)
            yield return new("Normal", "CreatedPod", $"Created pod {after.Machine.PodName} of class {after.Machine.Class}");
    }

    private static IEnumerable<ResourceEvent> Reached(EnvironmentStatus? before, EnvironmentStatus after, string type)
    {
        if (Condition(after, type) is { Status: "True" } now && now.Reason != EnvironmentReasons.NothingToClone && Condition(before, type) is not { Status: "True" })
            yield return new("Normal", now.Reason, now.Message);
    }

    private static IEnumerable<ResourceEvent> Idle(EnvironmentStatus? before, EnvironmentStatus after)
    {
        if (after.Machine?.Timeout is { } why && before?.Machine?.Timeout is null)
            yield return new("Normal", EnvironmentReasons.Timeout, why);
    }

    private static IEnumerable<ResourceEvent> Stopped(EnvironmentStatus? before, EnvironmentStatus after)
    {
        if (after.Phase == EnvironmentPhases.Stopped && before is not null && before.Phase != EnvironmentPhases.Stopped)
            yield return new("Normal", EnvironmentReasons.Stopped, "The pod has ended; the volume is kept");
    }

    private static V1Condition? Condition(EnvironmentStatus? status, string type) =>
        status?.Conditions.FirstOrDefault(condition => condition.Type == type);
}
