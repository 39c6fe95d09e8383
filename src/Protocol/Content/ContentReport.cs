namespace Environs.Protocol.Content;

/// <summary>What the init container <c>content</c> says of its work, as JSON in its termination message (at most 4096 bytes).</summary>
/// <remarks>Root in the pod can forge it: a reader bounds and validates every member.</remarks>
public sealed record ContentReport
{
    /// <summary>Session that the content on the volume belongs to.</summary>
    public string Session { get; set; } = "";

    /// <summary>Version of the supervisor that the init container brought.</summary>
    public string SupervisorVersion { get; set; } = "";

    /// <summary>Commit that the supervisor was built from; empty when the build did not know it.</summary>
    public string SupervisorCommit { get; set; } = "";

    /// <summary>Why the content is not there; absent when it is.</summary>
    public ContentFailure? Failure { get; set; }

    /// <summary>The clones, in the order of the request.</summary>
    public IReadOnlyList<RepositoryReport> Repositories { get; set; } = [];

    /// <summary>What a person should know although the content is there, such as where earlier work was moved to.</summary>
    public IReadOnlyList<string> Warnings { get; set; } = [];
}
