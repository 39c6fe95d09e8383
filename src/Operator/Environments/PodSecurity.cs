using Environs.Crds;
using k8s.Models;

namespace Environs.Operator.Environments;

/// <summary>The security contexts of an environment's pod, by the class's level. Pure.</summary>
internal static class PodSecurity
{
    // Out of what the Pod Security Standard "baseline" lets a pod add: what sudo, package managers and chroot need.
    private static readonly string[] DevCapabilities =
        ["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETUID", "SYS_CHROOT"];

    // To make folders on a volume of root's and to give them to the user.
    private static readonly string[] InitCapabilities = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID"];

    public static bool IsRestricted(EnvironmentClassSpec spec) => spec.PodSecurityLevel == PodSecurityLevels.Restricted;

    public static V1PodSecurityContext Pod(EnvironmentClassSpec spec) => new()
    {
        SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
        // The volume's group: a user of any number reaches the content by it.
        FsGroup = ContentRequests.Owner,
        FsGroupChangePolicy = "OnRootMismatch",
        RunAsNonRoot = IsRestricted(spec) ? true : null,
        RunAsUser = IsRestricted(spec) ? ContentRequests.Owner : null,
        RunAsGroup = IsRestricted(spec) ? ContentRequests.Owner : null,
    };

    public static V1SecurityContext Init(EnvironmentClassSpec spec) => new()
    {
        AllowPrivilegeEscalation = false,
        RunAsUser = IsRestricted(spec) ? null : 0,
        Capabilities = new V1Capabilities { Drop = ["ALL"], Add = IsRestricted(spec) ? null : InitCapabilities },
    };

    /// <summary>Always the owner of the content, who needs no more.</summary>
    public static V1SecurityContext Machine() => new()
    {
        AllowPrivilegeEscalation = false,
        RunAsNonRoot = true,
        RunAsUser = ContentRequests.Owner,
        RunAsGroup = ContentRequests.Owner,
        Capabilities = new V1Capabilities { Drop = ["ALL"] },
    };

    public static V1SecurityContext Dev(EnvironmentClassSpec spec) => new()
    {
        // Without escalation there is no sudo.
        AllowPrivilegeEscalation = !IsRestricted(spec),
        Capabilities = new V1Capabilities { Drop = ["ALL"], Add = IsRestricted(spec) ? null : DevCapabilities },
    };
}
