using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using k8s.Models;

namespace Environs.Crds;

/// <summary>The volume of an environment, ReadWriteOnce.</summary>
public sealed record ClassStorage
{
    /// <summary>Size of the volume, such as 20Gi.</summary>
    [Required]
    [RegularExpression("^[1-9][0-9]*([.][0-9]+)?([KMGTPE]i|[kMGTPE])?$")]
    public ResourceQuantity Size { get; set; } = new("0");

    /// <summary>StorageClass of the volume. Default: the cluster's.</summary>
    [Length(1, 253)]
    public string? StorageClassName { get; set; }

    /// <summary>What becomes of the volume when the Environment is deleted: Delete, or Retain (an Environment of the same name takes it up again). It counts for volumes made from now on.</summary>
    [AllowedValues(DeletionPolicies.Delete, DeletionPolicies.Retain)]
    [DefaultValue(DeletionPolicies.Delete)]
    public string? DeletionPolicy { get; set; }
}
