using System.Globalization;
using Environs.Operator.Environments;
using Environs.Protocol.Supervision;
using k8s.Models;

namespace Environs.Operator.Devcontainers;

/// <summary>The last rebuild of a pod's dev container, as its annotations have it from the moment it began. Pure.</summary>
/// <param name="At">When it began.</param>
/// <param name="Boot">The supervisor that ends by it; empty when none ran.</param>
/// <param name="Container">Runtime's ID of the container that ends by it; empty when none ran.</param>
/// <param name="Image">The image that kubelet starts the next container from; null where that is the same, so that nobody but its supervisor ends the container.</param>
internal sealed record RebuildMark(DateTimeOffset At, string Boot, string Container, string? Image)
{
    /// <summary>Null when the dev container is the pod's first.</summary>
    public static RebuildMark? Of(V1Pod pod) =>
        DateTimeOffset.TryParse(EnvironmentFacts.Annotation(pod, EnvironmentNames.RebuiltAtAnnotation), CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? new(at,
                EnvironmentFacts.Annotation(pod, EnvironmentNames.RebuiltBootAnnotation) ?? "",
                EnvironmentFacts.Annotation(pod, EnvironmentNames.RebuiltContainerAnnotation) ?? "",
                EnvironmentFacts.Annotation(pod, EnvironmentNames.RebuiltImageAnnotation))
            : null;

    /// <summary>Whether the supervisor is the one that ends by it: what it says of its services' end is no news of them.</summary>
    public bool Ends(Report report) => Boot.Length > 0 && report.Boot == Boot;

    /// <summary>Whether it is not done: the runtime has no other container yet.</summary>
    public bool IsGoingOn(V1ContainerStatus? dev) => Container.Length > 0 && dev?.ContainerID == Container;

    /// <summary>Whether a container ended by it and not by itself.</summary>
    public bool Ended(V1ContainerStateTerminated? ended) => ended is { Reason: not "StartError", StartedAt: { } started } && started.ToUniversalTime() <= At.UtcDateTime;
}
