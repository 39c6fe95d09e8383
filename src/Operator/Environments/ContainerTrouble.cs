using k8s.Models;

namespace Environs.Operator.Environments;

/// <summary>Tells what keeps a container from running. Pure.</summary>
internal static class ContainerTrouble
{
    /// <summary>Trouble of the init container: its image, or the content that it could not bring.</summary>
    public static Problem? OfInit(V1ContainerStatus? status)
    {
        if (status is null || status.State?.Terminated is { ExitCode: 0 })
            return null;
        if (Waiting(status) is { } waiting)
            return waiting;

        var ended = status.State?.Terminated ?? status.LastState?.Terminated;
        return ended is not { ExitCode: not 0 } ? null : new Problem(
            EnvironmentReasons.ContentFailed,
            ContentReports.Read(ended.Message)?.Failure is { } failure
                ? failure.Message
                : $"The init container {status.Name} ended with {End(ended)}: {ContentReports.Clean(ended.Message)}".TrimEnd(' ', ':'));
    }

    /// <summary>Trouble of a container that shall run: its image, or that it ends by itself.</summary>
    public static Problem? OfRunning(V1ContainerStatus? status, V1Pod pod, bool hasJustRestarted)
    {
        if (status is null)
            return null;
        if (Waiting(status) is { } waiting)
            return waiting;

        var ended = status.State?.Terminated ?? status.LastState?.Terminated;
        var isUp = status.State?.Running is not null && !hasJustRestarted;
        if (isUp || ended is null || pod.Metadata.DeletionTimestamp is not null)
            return null;
        // It never ran, so that it has said nothing; the runtime has.
        if (ended.Reason == "StartError")
            return new Problem(EnvironmentReasons.ContainerCannotStart, $"Container {status.Name} cannot be started: {ContentReports.Clean(ended.Message)}");
        return new Problem(EnvironmentReasons.CrashLoop, ended.Reason == "OOMKilled"
            ? $"Container {status.Name} needed more memory than its limit and was killed (OOMKilled); kubelet starts it again. Use a class with more memory."
            : $"Container {status.Name} ended with {End(ended)}; kubelet starts it again. `kubectl logs {pod.Metadata.Name} -c {status.Name} --previous` shows what it said.");
    }

    /// <summary>What keeps a container from being started, which is no end of it.</summary>
    public static Problem? Waiting(V1ContainerStatus? status) => status?.State?.Waiting is not { Reason: { } reason } waiting ? null : reason switch
    {
        "ErrImagePull" or "ImagePullBackOff" or "InvalidImageName" or "ErrImageNeverPull" or "RegistryUnavailable" or "ImageInspectError" =>
            new(EnvironmentReasons.ImagePullFailed,
                $"Image \"{status.Image}\" of container {status.Name} cannot be pulled ({ContentReports.Clean(waiting.Message ?? reason)}). Check the name, and that the nodes may pull it.")
            {
                // Older kubelets forget the cause while they wait: "Back-off pulling image".
                HasCause = reason != "ImagePullBackOff" || (waiting.Message ?? "").Contains("ErrImagePull", StringComparison.Ordinal),
            },
        "CreateContainerConfigError" or "CreateContainerError" or "RunContainerError" or "PreCreateHookError" or "PostStartHookError" =>
            new(EnvironmentReasons.ContainerCannotStart, $"Container {status.Name} cannot be started: {reason}: {ContentReports.Clean(waiting.Message)}"),
        _ => null,
    };

    private static string End(V1ContainerStateTerminated ended) =>
        ended.Signal is > 0 ? $"signal {ended.Signal}" : $"exit code {ended.ExitCode}{(ended.Reason is { Length: > 0 } and not "Error" ? $" ({ended.Reason})" : "")}";
}
