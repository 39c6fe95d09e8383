using Environs.Operator.Devcontainers;
using Environs.Protocol.Content;
using k8s.Models;

namespace Environs.Operator.Environments;

/// <summary>What matters of a pod, in the operator's words. Pure; equal views mean that there is nothing new to decide.</summary>
internal sealed record PodView
{
    /// <summary>The pod is going.</summary>
    public bool IsTerminating { get; init; }

    /// <summary>The pod has ended for good: evicted, rejected by its node, or failed.</summary>
    public Problem? Loss { get; init; }

    /// <summary>The pod has a node.</summary>
    public bool IsScheduled { get; init; }

    /// <summary>The init container has done its work.</summary>
    public bool IsInitialized { get; init; }

    /// <summary>The dev container runs, and has not just been started again after it ended.</summary>
    public bool IsRunning { get; init; }

    /// <summary>What keeps the pod from running; null while it gets on.</summary>
    public Problem? Problem { get; init; }

    /// <summary>What keeps the container machine from running; it keeps nothing else from it.</summary>
    public Problem? MachineProblem { get; init; }

    /// <summary>When to look again although nothing is said to change; null when there is no need.</summary>
    public DateTimeOffset? LookAgain { get; init; }

    /// <summary>The termination message of the init container's last run.</summary>
    public string? ContentMessage { get; init; }

    /// <summary>Runtime's ID of the dev container.</summary>
    public string? ContainerId { get; init; }

    /// <summary>The image that kubelet will start the dev container from; null when nobody waits for another one.</summary>
    public string? NextImage { get; init; }

    /// <summary>The session that the dev container is made for.</summary>
    public string? DevcontainerSession { get; init; }

    /// <summary>The last rebuild of the dev container.</summary>
    public RebuildMark? Rebuild { get; init; }

    /// <summary>The dev container is being made anew.</summary>
    public bool IsRebuilding { get; init; }

    /// <summary>How often the dev container was started again.</summary>
    public int RestartCount { get; init; }

    /// <summary>What the init container said of the content; null while it has said nothing.</summary>
    public ContentReport? Report => ContentReports.Read(ContentMessage);

    /// <summary>Whether a change of a pod is worth a pass; kubelet's flipping between two names of one trouble is not.</summary>
    public static bool IsNews(V1Pod before, V1Pod after, OperatorOptions options)
    {
        // One moment for both: what time alone changes is the business of LookAgain. A late one: after it no trouble is too young to count.
        var now = DateTimeOffset.MaxValue;
        var (was, @is) = (Of(before, options, now), Of(after, options, now));
        return before.Metadata.Uid != after.Metadata.Uid
            || (was.Problem is { HasCause: false } && @is.Problem is { HasCause: true })
            || WithoutMessage(was) != WithoutMessage(@is);

        static PodView WithoutMessage(PodView view) => view with { Problem = Bare(view.Problem), MachineProblem = Bare(view.MachineProblem) };
        static Problem? Bare(Problem? problem) => problem is null ? null : new Problem(problem.Reason, "");
    }

    /// <summary>Whether the init container has done its work.</summary>
    public static bool IsInitializedOf(V1Pod pod) =>
        pod.Status?.InitContainerStatuses?.FirstOrDefault(status => status.Name == EnvironmentNames.ContentContainer) is { State.Terminated.ExitCode: 0 };

    public static PodView Of(V1Pod pod, OperatorOptions options, DateTimeOffset now)
    {
        var init = pod.Status?.InitContainerStatuses?.FirstOrDefault(status => status.Name == EnvironmentNames.ContentContainer);
        var dev = pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == EnvironmentNames.DevContainer);
        var machine = pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == EnvironmentNames.MachineContainer);
        var delay = PodDelay.Of(pod, init, dev, options);
        var rebuild = RebuildMark.Of(pod);
        var isRebuilding = rebuild?.IsGoingOn(dev) == true;
        // What a rebuild has started need not prove itself.
        var steadyAt = rebuild?.Ended(dev?.LastState?.Terminated) == true ? null : SteadyAt(dev, options);
        var machineSteadyAt = SteadyAt(machine, options);
        var isRunning = dev?.State?.Running is not null;
        return new PodView
        {
            IsTerminating = pod.Metadata.DeletionTimestamp is not null,
            Loss = PodLoss.Of(pod),
            IsScheduled = pod.Spec?.NodeName is { Length: > 0 },
            IsInitialized = IsInitializedOf(pod),
            IsRunning = isRunning && !(steadyAt > now),
            Problem = ContainerTrouble.OfInit(init) ?? (isRebuilding ? ContainerTrouble.Waiting(dev) : ContainerTrouble.OfRunning(dev, pod, steadyAt > now)) ?? (delay?.TroubleAt <= now ? delay.Problem : null),
            MachineProblem = ContainerTrouble.OfRunning(machine, pod, machineSteadyAt > now),
            LookAgain = new[] { delay?.TroubleAt, steadyAt, machineSteadyAt }.Where(at => at > now).Min(),
            ContentMessage = init?.State?.Terminated?.Message ?? init?.LastState?.Terminated?.Message,
            ContainerId = dev?.ContainerID is { Length: > 0 } id ? id : null,
            NextImage = (!IsInitializedOf(pod) || isRebuilding) && dev?.State?.Waiting is not null ? dev.Image : null,
            DevcontainerSession = EnvironmentFacts.Annotation(pod, EnvironmentNames.DevcontainerSessionAnnotation),
            Rebuild = rebuild,
            IsRebuilding = isRebuilding,
            RestartCount = dev?.RestartCount ?? 0,
        };
    }

    // One that was started again counts as running when it has stayed up for a while.
    private static DateTimeOffset? SteadyAt(V1ContainerStatus? status, OperatorOptions options) =>
        status is { RestartCount: > 0, State.Running.StartedAt: { } started } ? new DateTimeOffset(started.ToUniversalTime()) + options.RestartGrace : null;
}
