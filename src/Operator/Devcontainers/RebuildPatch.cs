using System.Globalization;
using System.Text.Json.Nodes;
using Environs.Operator.Environments;

namespace Environs.Operator.Devcontainers;

/// <summary>What has to change of a pod for its dev container to be made anew. Pure.</summary>
/// <remarks>
/// First it is written down what ends, then it ends: by kubelet where the image is another, else by its supervisor, which is told. So whoever
/// sees the end sees why.
/// </remarks>
internal static class RebuildPatch
{
    /// <summary>Null when nothing has to.</summary>
    public static JsonObject? Of(EnvironmentState state)
    {
        var (pod, rebuild) = (state.Pod!, state.Rebuild);
        var session = DevcontainerRebuild.Session(state.Environment);
        var dev = pod.Spec.Containers.First(container => container.Name == EnvironmentNames.DevContainer);
        if (rebuild is { IsAsked: true, Look: "" }) return Annotations(new JsonObject { [EnvironmentNames.DevcontainerSessionAnnotation] = session });
        var mark = RebuildMark.Of(pod);
        if (rebuild is { IsAsked: true, File.File: { } file, Boot: { } boot })
        {
            var status = pod.Status?.ContainerStatuses?.FirstOrDefault(container => container.Name == EnvironmentNames.DevContainer);
            var image = file.Image ?? (state.Class.Class is { } @class ? EnvironmentPod.Image(state.Environment, @class.Spec, state.Options) : dev.Image);
            // What kubelet has begun it goes on with.
            var isKubelets = image != dev.Image || (mark is { Image: not null } && mark.IsGoingOn(status));
            var patch = Annotations(new JsonObject
            {
                [EnvironmentNames.DevcontainerSessionAnnotation] = session,
                [EnvironmentNames.DevcontainerAnnotation] = rebuild.File.Hash,
                [EnvironmentNames.RebuiltAtAnnotation] = state.Now.ToString("O", CultureInfo.InvariantCulture),
                [EnvironmentNames.RebuiltBootAnnotation] = boot,
                [EnvironmentNames.RebuiltContainerAnnotation] = boot.Length == 0 ? "" : status?.ContainerID ?? "",
                [EnvironmentNames.RebuiltImageAnnotation] = isKubelets ? image : null,
            });
            // Nothing runs whose end could be misunderstood.
            return boot.Length == 0 && image != dev.Image ? WithImage(patch, image) : patch;
        }
        return mark is { Image: { } next } && next != dev.Image ? WithImage([], next) : null;
    }

    private static JsonObject Annotations(JsonObject annotations) => new() { ["metadata"] = new JsonObject { ["annotations"] = annotations } };

    private static JsonObject WithImage(JsonObject patch, string image)
    {
        patch["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = EnvironmentNames.DevContainer, ["image"] = image }) };
        return patch;
    }
}
