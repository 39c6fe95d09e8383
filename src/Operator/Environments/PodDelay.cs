using k8s.Models;

namespace Environs.Operator.Environments;

/// <summary>What a pod waits for, and from when on that is trouble: scheduler and kubelet are given their time. Pure.</summary>
/// <param name="TroubleAt">When the wait has lasted too long.</param>
/// <param name="Problem">What to say then.</param>
internal sealed record PodDelay(DateTimeOffset TroubleAt, Problem Problem)
{
    private static readonly string[] VolumeWords = ["PersistentVolumeClaim", "PVC", "binding volumes", "provision"];

    /// <summary>The wait of a pod; null when it waits for nobody.</summary>
    public static PodDelay? Of(V1Pod pod, V1ContainerStatus? init, V1ContainerStatus? dev, OperatorOptions options)
    {
        if (pod.Status?.Phase is not (null or "Pending") || pod.Metadata.DeletionTimestamp is not null)
            return null;
        var scheduled = pod.Status?.Conditions?.FirstOrDefault(candidate => candidate.Type == "PodScheduled");
        if (pod.Spec?.NodeName is not { Length: > 0 } node)
            return OfScheduling(pod, scheduled, options);

        // Nobody says why a volume cannot be attached or a network not set up, but for kubelet's Events.
        var since = init?.State switch
        {
            null or { Waiting: not null } when init?.RestartCount is null or 0 => scheduled?.LastTransitionTime ?? pod.Metadata.CreationTimestamp,
            { Terminated: { ExitCode: 0 } done } when dev?.State?.Running is null => done.FinishedAt,
            _ => null,
        };
        return Time(since) is not { } start ? null : new PodDelay(start + options.StartGrace, new Problem(EnvironmentReasons.NotStarted,
            $"Node {node} has not started the pod for {options.StartGrace.TotalMinutes:0.#} minutes. A large image takes its time; else `kubectl describe pod {pod.Metadata.Name}` says what is missing, such as a volume that another node still holds."));
    }

    private static PodDelay? OfScheduling(V1Pod pod, V1PodCondition? condition, OperatorOptions options)
    {
        if (condition is not { Status: "False" })
            return Time(pod.Metadata.CreationTimestamp) is not { } made ? null : new PodDelay(made + options.StartGrace, new Problem(EnvironmentReasons.NotStarted,
                $"The scheduler has not placed the pod for {options.StartGrace.TotalMinutes:0.#} minutes: its volume may still be in the making (`kubectl describe pvc {pod.Metadata.Name}`), or no scheduler runs."));

        // A volume takes a moment to be bound, and the scheduler says so at once; only what lasts is trouble.
        var since = Time(condition.LastTransitionTime) ?? DateTimeOffset.MinValue;
        var message = ContentReports.Clean(condition.Message);
        return new PodDelay(since + options.SchedulingGrace, condition.Reason == "SchedulingGated"
            ? new Problem(EnvironmentReasons.SchedulingGated, $"The pod waits for what has gated its scheduling, such as a queue: {message}".TrimEnd(' ', ':'))
            : VolumeWords.Any(word => message.Contains(word, StringComparison.OrdinalIgnoreCase))
            ? new Problem(EnvironmentReasons.VolumeNotBound,
                $"The volume cannot be bound: {message} Check the class's storage.storageClassName and size; `kubectl describe pvc {pod.Metadata.Name}` says more.")
            : new Problem(EnvironmentReasons.Unschedulable,
                $"No node takes the pod: {message} Add nodes, free some, or use a class with smaller resources or another nodeSelector."));
    }

    private static DateTimeOffset? Time(DateTime? time) => time is { } known ? new DateTimeOffset(known.ToUniversalTime()) : null;
}
