using k8s;
using k8s.Models;

namespace Environs.Operator.Cluster;

/// <summary>What the operator keeps of a node: whether it is there, and whether its pods are lost.</summary>
/// <remarks>A whole Node object, with its images and addresses, is some 20 KB; this is a hundredth of it.</remarks>
public sealed record Node : IKubernetesObject<V1ObjectMeta>
{
    /// <inheritdoc/>
    public string ApiVersion { get; set; } = "v1";

    /// <inheritdoc/>
    public string Kind { get; set; } = "Node";

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = new();

    /// <summary>The taints.</summary>
    public NodeSpec? Spec { get; set; }

    /// <summary>The readiness.</summary>
    public NodeStatus? Status { get; set; }

    /// <summary>Whether an administrator has said that the machine is off for good.</summary>
    public bool IsOutOfService => Spec?.Taints?.Any(taint => taint.Key == "node.kubernetes.io/out-of-service") ?? false;

    /// <summary>Whether the node's kubelet has stopped reporting; one that reports that it is not ready has not.</summary>
    public bool IsSilent => Status?.Conditions?.FirstOrDefault(condition => condition.Type == "Ready") is { Status: "Unknown" };

    /// <summary>The part of a node's spec that is kept.</summary>
    public sealed record NodeSpec
    {
        /// <summary>The taints.</summary>
        public IList<NodeTaint>? Taints { get; set; }
    }

    /// <summary>The part of a taint that is kept.</summary>
    public sealed record NodeTaint
    {
        /// <summary>The taint's key.</summary>
        public string? Key { get; set; }
    }

    /// <summary>The part of a node's status that is kept.</summary>
    public sealed record NodeStatus
    {
        /// <summary>The conditions.</summary>
        public IList<NodeCondition>? Conditions { get; set; }
    }

    /// <summary>The part of a node's condition that is kept.</summary>
    public sealed record NodeCondition
    {
        /// <summary>The condition's type.</summary>
        public string? Type { get; set; }

        /// <summary>True, False or Unknown.</summary>
        public string? Status { get; set; }
    }
}
