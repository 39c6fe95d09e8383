using Environs.Runtime;
using k8s.Models;

namespace Environs.Gateway.Routing;

/// <summary>What the informers keep: no more than somebody reads, for there may be ten thousand of each.</summary>
internal static class Keep
{
    public const string ByUid = "uid";

    public static readonly InformerOptions<RoutedEnvironment> Environments = new()
    {
        Trim = environment => Forget(environment.Metadata),
        Indexes = new Dictionary<string, Func<RoutedEnvironment, IEnumerable<string>>> { [ByUid] = environment => [environment.Metadata.Uid] },
    };

    public static readonly InformerOptions<RoutedPod> Pods = new()
    {
        LabelSelector = "app.kubernetes.io/managed-by=environs",
        Trim = pod => Forget(pod.Metadata),
    };

    private static void Forget(V1ObjectMeta metadata)
    {
        metadata.ManagedFields = null;
        metadata.Annotations = null;
        metadata.Labels = null;
        metadata.Finalizers = null;
    }
}
