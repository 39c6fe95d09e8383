using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>When an environment is stopped by itself.</summary>
public sealed record TimeoutSpec
{
    /// <summary>How long nobody may work in it before it is stopped, such as 45m or 8h; 0s is for ever. At least 30m, or as little as the class's own. Default: the class's.</summary>
    [Length(2, 32)]
    [RegularExpression(AutomationRules.DurationPattern)]
    [Rule(EnvironmentRules.InactivityCel, EnvironmentRules.Inactivity)]
    public string? Disconnected { get; set; }
}
