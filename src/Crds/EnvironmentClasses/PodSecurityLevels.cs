namespace Environs.Crds;

/// <summary>Values of podSecurityLevel, after the Pod Security Standards.</summary>
public static class PodSecurityLevels
{
    /// <summary>Ordinary dev images work, sudo included.</summary>
    public const string Baseline = "Baseline";

    /// <summary>User 1000, no privilege escalation, no capabilities.</summary>
    public const string Restricted = "Restricted";
}
