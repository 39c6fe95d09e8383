using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>A repository by its clone address.</summary>
[Rule(
    "(has(self.targetMode) && self.targetMode != 'RemoteHead') == has(self.cloneTarget)",
    EnvironmentRules.CloneTargetGoesWithTargetMode)]
public sealed record GitInitializer
{
    /// <summary>Address that git clones from: http, https, git or ssh.</summary>
    [Required]
    [MaxLength(2048)]
    [Rule(EnvironmentRules.GitUrlCel, EnvironmentRules.GitUrl)]
    [Rule(EnvironmentRules.NoCredentialsCel, EnvironmentRules.NoCredentials)]
    public string RemoteUri { get; set; } = "";

    /// <summary>Address of the repository that this one was forked from; becomes the remote "upstream".</summary>
    [MaxLength(2048)]
    [Rule(EnvironmentRules.GitUrlCel, EnvironmentRules.GitUrl)]
    [Rule(EnvironmentRules.NoCredentialsCel, EnvironmentRules.NoCredentials)]
    public string? UpstreamRemoteUri { get; set; }

    /// <summary>What is checked out: RemoteHead (default), RemoteCommit, RemoteBranch, LocalBranch (made if it is not there) or RemoteTag.</summary>
    [AllowedValues(
        CloneTargetModes.RemoteHead, CloneTargetModes.RemoteCommit, CloneTargetModes.RemoteBranch, CloneTargetModes.LocalBranch,
        CloneTargetModes.RemoteTag)]
    public string? TargetMode { get; set; }

    /// <summary>The commit, branch or tag that targetMode speaks of; needed by every mode but RemoteHead.</summary>
    [Length(1, 255)]
    [Rule(EnvironmentRules.GitRefCel, EnvironmentRules.GitRef)]
    public string? CloneTarget { get; set; }

    /// <summary>Folder of the clone, relative to /workspaces. Default: the repository's name.</summary>
    [Length(1, 255)]
    [Rule(EnvironmentRules.RelativePathCel, EnvironmentRules.RelativePath)]
    public string? CheckoutLocation { get; set; }
}
