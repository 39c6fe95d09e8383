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
}
