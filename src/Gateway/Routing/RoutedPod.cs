using k8s;
using k8s.Models;

namespace Environs.Gateway.Routing;

/// <summary>What the gateway keeps of a pod: whose it is, and its address.</summary>
internal sealed record RoutedPod : IKubernetesObject<V1ObjectMeta>
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public V1ObjectMeta Metadata { get; set; } = new();

    public PodStatus? Status { get; set; }

    /// <summary>The part of the status that is kept.</summary>
    internal sealed record PodStatus
    {
        public string? Phase { get; set; }

        public string? PodIP { get; set; }

        public string? HostIP { get; set; }
    }
}
