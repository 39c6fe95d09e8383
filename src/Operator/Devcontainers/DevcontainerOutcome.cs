using Environs.Crds;
using Environs.Operator.Environments;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Devcontainers;

/// <summary>How far a dev container has come since its pod was made. Pure.</summary>
/// <param name="IsStarted">Every lifecycle command that is awaited has ended well, or there is none.</param>
/// <param name="WaitsFor">The command that is awaited next, if it is known.</param>
/// <param name="Problem">What went wrong.</param>
internal sealed record DevcontainerOutcome(bool IsStarted, string? WaitsFor, Problem? Problem)
{
    public static DevcontainerOutcome Of(EnvironmentState state) => state.Rebuild.File.Problem is { } problem
        ? OfContainer(state) with { Problem = problem with { Message = ContentReports.Clean($"The dev container is not rebuilt and goes on as it was: {problem.Message}") } }
        : OfContainer(state);

    private static DevcontainerOutcome OfContainer(EnvironmentState state)
    {
        var devcontainer = state.Devcontainer;
        if (state is not { Pod: { } pod, View: { } view }) return new(true, null, null);
        if (!view.IsInitialized) return new(true, null, devcontainer.IsWaiting ? devcontainer.Problem : Before(state, EnvironmentReasons.DevcontainerFailed, IsSamePod(state)));
        if (view.IsRebuilding) return new(false, null, null);
        // Without a file there is nothing to wait for, and nobody to hear.
        if (EnvironmentFacts.Annotation(pod, EnvironmentNames.DevcontainerAnnotation) is null) return new(true, null, null);
        if (devcontainer.Lifecycle is { } lifecycle) return Of(lifecycle);
        if (devcontainer.Problem is { } problem) return new(false, null, problem);
        // The operator was away, or the network is: what was said of this container still holds.
        var isSame = view.ContainerId is { } id && state.Previous?.Devcontainer?.ContainerId == id;
        return new(isSame && state.Previous?.Phase == EnvironmentPhases.Running, null, Before(state, EnvironmentReasons.LifecycleCommandFailed, isSame));
    }

    private static DevcontainerOutcome Of(LifecycleReport lifecycle)
    {
        var awaited = lifecycle.Commands.FirstOrDefault(command => command.Awaited && command.Phase != StepPhase.Succeeded);
        var failed = lifecycle.Commands.FirstOrDefault(command => command.Phase == StepPhase.Failed && command.Name != Dotfiles.Name);
        return new(awaited is null, awaited?.Name, failed is null ? null : new Problem(
            EnvironmentReasons.LifecycleCommandFailed, ContentReports.Clean($"{failed.Name} failed with exit code {failed.ExitCode}: {failed.FailureMessage}")));
    }

    private static Problem? Before(EnvironmentState state, string reason, bool isSame) =>
        isSame && state.Previous?.Conditions.FirstOrDefault(condition => condition.Type == EnvironmentConditions.Ready) is { } ready && ready.Reason == reason
            ? new Problem(reason, ready.Message)
            : null;

    private static bool IsSamePod(EnvironmentState state) => state.Previous?.Machine?.PodUid == state.Pod!.Metadata.Uid;
}
