using System.ComponentModel.DataAnnotations;

namespace Environs.Crds;

/// <summary>A file of a working copy that is not as it was committed.</summary>
public sealed record FileChange
{
    /// <summary>Path below the repository, in git's quotes where it is no text; of an untracked folder with a slash behind it.</summary>
    [Required]
    [MaxLength(255)]
    public string Path { get; set; } = "";

    /// <summary>Added, Modified, Deleted, Renamed, Copied, UpdatedButUnmerged or Untracked.</summary>
    [MaxLength(32)]
    public string? ChangeType { get; set; }

    /// <summary>Path before it was renamed or copied.</summary>
    [MaxLength(255)]
    public string? OldPath { get; set; }
}
