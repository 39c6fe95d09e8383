using Environs.Crds;
using Environs.Operator.Activity;
using Environs.Operator.Requests;
using Environs.Runtime;
using k8s.Models;

namespace Environs.Operator.Environments;

/// <summary>The conditions of an Environment, all of them always. Pure.</summary>
internal static class EnvironmentConditionSet
{
    public static IList<V1Condition> Of(EnvironmentFacts facts) =>
        [Accepted(facts), MachineReady(facts), ContentReady(facts), Ready(facts), Idle(facts), Stalled(facts)];

    private static V1Condition Accepted(EnvironmentFacts facts) => facts.State.Rejection is { } rejection
        ? Conditions.Of(EnvironmentConditions.Accepted, false, rejection.Reason, rejection.Message)
        : Conditions.Of(EnvironmentConditions.Accepted, true, EnvironmentReasons.Accepted, $"The spec is valid; the class is {facts.State.Class.Name ?? "not needed"}.");

    private static V1Condition MachineReady(EnvironmentFacts facts) => facts switch
    {
        { IsMachineReady: true } => Conditions.Of(EnvironmentConditions.MachineReady, true, EnvironmentReasons.Running, $"Pod {facts.State.Pod!.Metadata.Name} runs."),
        { MachineTrouble: { } trouble } => Conditions.Of(EnvironmentConditions.MachineReady, false, trouble.Reason, trouble.Message),
        _ => Not(EnvironmentConditions.MachineReady, facts),
    };

    private static V1Condition ContentReady(EnvironmentFacts facts) => facts switch
    {
        { ContentTrouble: { } trouble } => Conditions.Of(EnvironmentConditions.ContentReady, false, trouble.Reason, trouble.Message),
        { IsContentReady: true, WantsContent: true } => Conditions.Of(EnvironmentConditions.ContentReady, true, EnvironmentReasons.ContentReady, Cloned(facts)),
        { IsContentReady: true } => Conditions.Of(EnvironmentConditions.ContentReady, true, EnvironmentReasons.NothingToClone, "spec.content names no repository."),
        { HasLivePod: true, View.IsScheduled: true } => Conditions.Of(EnvironmentConditions.ContentReady, false, EnvironmentReasons.Initializing, "The content is being prepared."),
        _ => Not(EnvironmentConditions.ContentReady, facts),
    };

    private static V1Condition Ready(EnvironmentFacts facts) => facts switch
    {
        { IsDeleting: true } => Not(EnvironmentConditions.Ready, facts),
        { IsReady: true } => Conditions.Of(EnvironmentConditions.Ready, true, EnvironmentReasons.Running, $"The environment runs in pod {facts.State.Pod!.Metadata.Name}."),
        { Trouble: { } trouble } => Conditions.Of(EnvironmentConditions.Ready, false, trouble.Reason, trouble.Message),
        { IsMachineReady: true, View.IsRebuilding: true } => Conditions.Of(EnvironmentConditions.Ready, false, EnvironmentReasons.Rebuilding, "The dev container is made anew, as asked."),
        { IsMachineReady: true, Outcome: { IsStarted: false } outcome } => Conditions.Of(
            EnvironmentConditions.Ready, false, EnvironmentReasons.RunningLifecycleCommand,
            outcome.WaitsFor is { } command ? $"{command} of the devcontainer.json has not ended yet." : "The lifecycle commands of the devcontainer.json have not begun yet."),
        { IsStarted: true, AwaitsSecrets: true } => Conditions.Of(EnvironmentConditions.Ready, false, EnvironmentReasons.Initializing, "The secrets are being put where they shall be."),
        _ => Not(EnvironmentConditions.Ready, facts),
    };

    private static V1Condition Idle(EnvironmentFacts facts) => facts.State switch
    {
        { Wish: { Idle: not null } wish } => Conditions.Of(EnvironmentConditions.Idle, true, EnvironmentReasons.Timeout, wish.Timeout ?? "Nobody has worked in it for too long."),
        { InactivityLimit: { Ticks: > 0 } limit } => Conditions.Of(EnvironmentConditions.Idle, false, EnvironmentReasons.TimeoutSet, $"It stops when nobody has worked in it for {InactivityLimit.Text(limit)}."),
        _ => Conditions.Of(EnvironmentConditions.Idle, false, EnvironmentReasons.NoTimeout, "It is not stopped for inactivity."),
    };

    private static V1Condition Stalled(EnvironmentFacts facts) => facts is { IsStalled: true, Trouble: { } trouble }
        ? Conditions.Of(EnvironmentConditions.Stalled, true, trouble.Reason, $"Nothing gets better until somebody acts: {trouble.Message}")
        : facts.Trouble is { } passing ? Conditions.Of(EnvironmentConditions.Stalled, false, EnvironmentReasons.Retrying, $"It is tried again, and needs nobody for that: {passing.Message}")
        : Conditions.Of(EnvironmentConditions.Stalled, false, EnvironmentReasons.NoProblem, "Nothing stands in the way.");

    private static V1Condition Not(string type, EnvironmentFacts facts)
    {
        var (reason, message) = facts.Phase switch
        {
            // What does not come is not being made.
            EnvironmentPhases.Creating or EnvironmentPhases.Starting when facts is { State.Pod: null, Trouble: { } trouble } => (trouble.Reason, $"There is no pod: {trouble.Message}"),
            EnvironmentPhases.Starting when facts.State.Pod is null => (EnvironmentReasons.Starting, "The pod was lost and will be made again."),
            EnvironmentPhases.Deleting => (EnvironmentReasons.Deleting, "The environment is being deleted."),
            EnvironmentPhases.Stopped => (EnvironmentReasons.Stopped, Stopped(facts.State.Wish)),
            EnvironmentPhases.Stopping => (EnvironmentReasons.Stopping, "The pod is ending."),
            EnvironmentPhases.Updating => (EnvironmentReasons.Replacing, "The pod is replaced, as asked."),
            EnvironmentPhases.Starting => (EnvironmentReasons.Starting, "The pod is starting."),
            _ => (EnvironmentReasons.Creating, "The pod is being created."),
        };
        return Conditions.Of(type, false, reason, message);
    }

    private static string Stopped(EnvironmentWish wish) => wish switch
    {
        { Idle: not null } => $"The environment is stopped: {wish.Timeout} Another spec.machine.session or spec.desiredPhase, or the annotation {RequestedPhases.Annotation}: {DesiredPhases.Running} ({RequestedPhases.Separator} and a time behind it, where it is there already), starts it.",
        { Request.Phase: not null } => $"The environment is stopped, as the annotation {RequestedPhases.Annotation} asks; {DesiredPhases.Running} there starts it.",
        _ => "The environment is stopped, as asked; spec.desiredPhase: Running starts it.",
    };

    private static string Cloned(EnvironmentFacts facts) => facts.Report?.Repositories is { Count: > 0 } repositories
        ? string.Join(" ", repositories.Select(repository => $"{repository.CloneUrl} is at {repository.Location}."))
        : "The content is there.";
}
