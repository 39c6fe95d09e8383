namespace Environs.Protocol.Content;

/// <summary>One clone on the volume.</summary>
public sealed record RepositoryReport
{
    /// <summary>Address that it was cloned from.</summary>
    public string CloneUrl { get; set; } = "";

    /// <summary>Folder of the clone in the environment, such as <c>/workspaces/app</c>.</summary>
    public string Location { get; set; } = "";

    /// <summary>Branch that is checked out; empty when HEAD is detached.</summary>
    public string Branch { get; set; } = "";

    /// <summary>Commit that is checked out, as 40 hexadecimal digits.</summary>
    public string LatestCommit { get; set; } = "";
}
