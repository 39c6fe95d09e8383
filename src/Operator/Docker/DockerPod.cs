using Environs.Operator.Environments;
using Environs.Protocol.Supervision;
using k8s.Models;

namespace Environs.Operator.Docker;

/// <summary>A pod that a service or a step has of its own, and what its supervisor said last. Pure.</summary>
/// <remarks>Its container is never started again, so whatever its supervisor said is of this one start, also once it is not heard any more.</remarks>
internal sealed record DockerPod(V1Pod Pod, Report? Report)
{
    public string Name => Pod.Metadata.Name;

    public string Uid => Pod.Metadata.Uid;

    /// <summary>The start of a service that it was made for.</summary>
    public string? Start => EnvironmentFacts.Annotation(Pod, DockerNames.StartAnnotation);

    /// <summary>It is being deleted.</summary>
    public bool IsGoing => Pod.Metadata.DeletionTimestamp is not null;

    /// <summary>Why it has ended for good; null while it has not.</summary>
    public Problem? Loss => PodLoss.Of(Pod);

    public ServiceReport? Service(string uid) => Report?.Services.FirstOrDefault(service => service.Id == uid);

    public StepReport? Step(string execution, string step) => Report?.Steps.FirstOrDefault(one => one.Execution == execution && one.Step == step);

    /// <summary>What keeps it from running, and when to look again.</summary>
    public (Problem? Problem, DateTimeOffset? LookAgain) Trouble(OperatorOptions options, DateTimeOffset now)
    {
        var init = Pod.Status?.InitContainerStatuses?.FirstOrDefault(status => status.Name == DockerNames.InitContainer);
        var container = Pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == DockerNames.Container);
        if (ContainerTrouble.OfInit(init) is { } first) return (first, null);
        // One that has ended is lost, which is said elsewhere.
        if (container?.State?.Terminated is null && ContainerTrouble.OfRunning(container, Pod, hasJustRestarted: false) is { } trouble) return (trouble, null);
        var delay = PodDelay.Of(Pod, init, container, options);
        return delay is null ? (null, null) : delay.TroubleAt <= now ? (delay.Problem, null) : (null, delay.TroubleAt);
    }

    /// <summary>Whether a change of such a pod is worth a pass of what it was made for.</summary>
    public static bool IsNews(V1Pod before, V1Pod after) =>
        before.Status?.Phase != after.Status?.Phase || before.Spec.NodeName != after.Spec.NodeName || Waits(before) != Waits(after) || Scheduling(before) != Scheduling(after);

    private static string Waits(V1Pod pod) => string.Join(' ', (pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.ContainerStatuses ?? [])
        .Select(status => status.State?.Waiting?.Reason ?? (status.State?.Running is not null ? "+" : "-")));

    private static string? Scheduling(V1Pod pod) => pod.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "PodScheduled")?.Reason;
}
