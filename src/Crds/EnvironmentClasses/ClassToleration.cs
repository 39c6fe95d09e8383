using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>A taint that pods of the class tolerate, as a pod says it.</summary>
public sealed record ClassToleration
{
    /// <summary>Key of the taint; absent with operator Exists means every taint.</summary>
    [MaxLength(316)]
    public string? Key { get; set; }

    /// <summary>Equal (default) or Exists.</summary>
    [AllowedValues("Equal", "Exists")]
    public string? Operator { get; set; }

    /// <summary>Value of the taint, for operator Equal.</summary>
    [MaxLength(63)]
    public string? Value { get; set; }

    /// <summary>NoSchedule, PreferNoSchedule or NoExecute; absent means all.</summary>
    [AllowedValues("NoSchedule", "PreferNoSchedule", "NoExecute")]
    public string? Effect { get; set; }

    /// <summary>Seconds that a NoExecute taint is tolerated; absent means for ever.</summary>
    public long? TolerationSeconds { get; set; }
}
