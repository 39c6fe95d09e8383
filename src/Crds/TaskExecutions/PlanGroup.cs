using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>Steps that run at the same time; the next group waits until they are done.</summary>
public sealed record PlanGroup
{
    /// <summary>The steps.</summary>
    [Required]
    [MaxLength(200)]
    [ListMap("id")]
    public IList<PlanStep> Steps { get; set; } = [];
}
