namespace Environs.Crds;

/// <summary>A git working copy.</summary>
public sealed record GitStatus
{
    /// <summary>Address that it was cloned from.</summary>
    [MaxLength(2048)]
    public string? CloneUrl { get; set; }

    /// <summary>Branch that is checked out; absent when HEAD is detached.</summary>
    [MaxLength(255)]
    public string? Branch { get; set; }

    /// <summary>Commit that is checked out.</summary>
    [MaxLength(64)]
    public string? LatestCommit { get; set; }

    /// <summary>Files that are not as they were committed: the first hundred that git names.</summary>
    [MaxLength(101)]
    [ListAtomic]
    public IList<FileChange>? ChangedFiles { get; set; }

    /// <summary>How many there are; absent when there are none.</summary>
    public int? TotalChangedFiles { get; set; }

    /// <summary>Commits that no remote has, as "HASH: SUBJECT", of all branches: the newest hundred.</summary>
    [MaxLength(101)]
    [ItemLength(0, 255)]
    [ListAtomic]
    public IList<string>? UnpushedCommits { get; set; }

    /// <summary>How many there are, counted up to ten thousand; absent when there are none.</summary>
    public int? TotalUnpushedCommits { get; set; }
}
