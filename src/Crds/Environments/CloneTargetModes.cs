namespace Environs.Crds;

/// <summary>Values of git.targetMode, as CloneTargetMode in the Environments API.</summary>
public static class CloneTargetModes
{
    /// <summary>What the remote's HEAD names; the default.</summary>
    public const string RemoteHead = "RemoteHead";

    /// <summary>The commit that cloneTarget names, detached.</summary>
    public const string RemoteCommit = "RemoteCommit";

    /// <summary>The remote's branch that cloneTarget names, tracked.</summary>
    public const string RemoteBranch = "RemoteBranch";

    /// <summary>A local branch of the name cloneTarget, made from the remote's HEAD when the remote has none of that name.</summary>
    public const string LocalBranch = "LocalBranch";

    /// <summary>The tag that cloneTarget names, detached.</summary>
    public const string RemoteTag = "RemoteTag";
}
