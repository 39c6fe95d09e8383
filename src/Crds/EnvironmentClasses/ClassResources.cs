using k8s.Models;

namespace Environs.Crds;

/// <summary>Resources of the dev container, as a container has them; the container machine beside it gets a little more of the same.</summary>
public sealed record ClassResources
{
    /// <summary>What the scheduler sets aside, such as cpu: 500m and memory: 1Gi.</summary>
    [MaxLength(16)]
    public IDictionary<string, ResourceQuantity>? Requests { get; set; }

    /// <summary>What it cannot exceed.</summary>
    [MaxLength(16)]
    public IDictionary<string, ResourceQuantity>? Limits { get; set; }
}
