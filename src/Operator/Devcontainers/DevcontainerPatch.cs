using System.Text.Json.Nodes;
using Environs.Operator.Environments;
using k8s.Models;

namespace Environs.Operator.Devcontainers;

/// <summary>What has to change of a pod before its dev container is as the file says. Pure.</summary>
internal static class DevcontainerPatch
{
    /// <summary>Null when nothing has to.</summary>
    public static JsonObject? Of(V1Pod pod, DevcontainerState state)
    {
        if (state is not { IsWaiting: true, File: { } file }) return null;
        var present = pod.Spec.Containers.First(container => container.Name == EnvironmentNames.DevContainer).Image;
        var image = file.Image ?? present;
        if (image == present && EnvironmentFacts.Annotation(pod, EnvironmentNames.DevcontainerAnnotation) == state.Hash) return null;
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [EnvironmentNames.DevcontainerAnnotation] = state.Hash } },
        };
        if (image != present)
            patch["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = EnvironmentNames.DevContainer, ["image"] = image }) };
        return patch;
    }

    /// <summary>Whether kubelet has seen the image, too: it would start one that it still has in mind, and then start the container again.</summary>
    public static bool IsTakenUp(V1Pod pod) =>
        pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == EnvironmentNames.DevContainer)?.Image
            == pod.Spec.Containers.First(container => container.Name == EnvironmentNames.DevContainer).Image;
}
