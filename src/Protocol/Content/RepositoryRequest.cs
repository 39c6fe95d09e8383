namespace Environs.Protocol.Content;

/// <summary>One repository of <c>spec.content.initializer.specs</c>: a <see cref="ContextUrl"/>, or the members of <c>git</c>.</summary>
public sealed record RepositoryRequest
{
    /// <summary>Address as a browser shows it (repository, branch, tag, commit, file, pull or merge request), or any git URL.</summary>
    public string ContextUrl { get; set; } = "";

    /// <summary>Address that git clones from.</summary>
    public string RemoteUri { get; set; } = "";

    /// <summary>Address of the repository that this one was forked from; becomes the remote <c>upstream</c>. May be empty.</summary>
    public string UpstreamRemoteUri { get; set; } = "";

    /// <summary><c>RemoteHead</c> (also when empty), <c>RemoteCommit</c>, <c>RemoteBranch</c>, <c>LocalBranch</c> or <c>RemoteTag</c>.</summary>
    public string TargetMode { get; set; } = "";

    /// <summary>Commit, branch or tag that <see cref="TargetMode"/> speaks of.</summary>
    public string CloneTarget { get; set; } = "";

    /// <summary>Folder of the clone, relative to <c>/workspaces</c>; when empty the repository's name, with -2, -3 ... where it is taken.</summary>
    public string CheckoutLocation { get; set; } = "";
}
