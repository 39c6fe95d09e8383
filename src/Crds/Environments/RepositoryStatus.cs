namespace Environs.Crds;

/// <summary>A clone of an environment that has several.</summary>
public sealed record RepositoryStatus
{
    /// <summary>Its folder in the environment.</summary>
    [MaxLength(1024)]
    public string? Location { get; set; }

    /// <summary>The working copy.</summary>
    public GitStatus? Git { get; set; }
}
