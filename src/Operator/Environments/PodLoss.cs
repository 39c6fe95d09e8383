using k8s.Models;

namespace Environs.Operator.Environments;

/// <summary>Tells why a pod has ended for good. Pure.</summary>
internal static class PodLoss
{
    /// <summary>Why the pod is lost; null while kubelet still keeps it.</summary>
    public static Problem? Of(V1Pod pod)
    {
        if (pod.Status?.Phase is not ("Failed" or "Succeeded"))
            return null;

        var message = ContentReports.Clean($"{pod.Status.Reason}: {pod.Status.Message}").Trim(':', ' ');
        var neverRan = pod.Status.ContainerStatuses is not { Count: > 0 };
        return pod.Status.Reason switch
        {
            "Evicted" or "Preempting" or "Terminated" or "Shutdown" or "NodeShutdown" => new(EnvironmentReasons.Evicted, message),
            _ when neverRan => new(EnvironmentReasons.Rejected, message.Length > 0 ? message : "The node rejected the pod."),
            _ => new(EnvironmentReasons.PodFailed, message.Length > 0 ? message : "The pod ended."),
        };
    }
}
