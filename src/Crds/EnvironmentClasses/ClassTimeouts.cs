using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>When environments of a class are stopped by themselves.</summary>
public sealed record ClassTimeouts
{
    /// <summary>How long nobody may work in an environment that does not say so itself before it is stopped, such as 30m or 8h; there is no minimum. Default: 0s, which is for ever.</summary>
    [Length(2, 32)]
    [RegularExpression(AutomationRules.DurationPattern)]
    [Rule(EnvironmentRules.InactivityCel, EnvironmentRules.Inactivity)]
    public string? Disconnected { get; set; }
}
