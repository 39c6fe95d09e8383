namespace Environs.Supervisor.Content;

/// <summary>What a clone checks out.</summary>
internal enum TargetKind
{
    /// <summary>The branch that the remote's HEAD names.</summary>
    Head,

    /// <summary>A commit, by all or the first (at least 7) of its hexadecimal digits; HEAD is detached.</summary>
    Commit,

    /// <summary>A branch of the remote; the local branch of the same name follows it.</summary>
    Branch,

    /// <summary>A local branch: it follows the remote's branch of the same name, and starts at the remote's HEAD where there is none.</summary>
    LocalBranch,

    /// <summary>A tag; HEAD is detached.</summary>
    Tag,

    /// <summary>A branch, tag or commit followed by a path in the repository: only the remote knows where the one ends.</summary>
    Path,

    /// <summary>A pull or merge request, by the reference under which the remote offers it.</summary>
    Change,
}
