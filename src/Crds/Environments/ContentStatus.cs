namespace Environs.Crds;

/// <summary>The content of an environment.</summary>
public sealed record ContentStatus
{
    /// <summary>Creating, Initializing, Ready, Updating, Failed or Unavailable.</summary>
    [MaxLength(32)]
    public string? Phase { get; set; }

    /// <summary>The content.session that the content belongs to.</summary>
    [MaxLength(256)]
    public string? Session { get; set; }

    /// <summary>Folder of the first repository in the environment.</summary>
    [MaxLength(1024)]
    public string? ContentLocationInMachine { get; set; }

    /// <summary>The first repository, as git saw it last; nothing of it is known when it is absent.</summary>
    public GitStatus? Git { get; set; }

    /// <summary>The other repositories, where there are several.</summary>
    [MaxLength(10)]
    [ListAtomic]
    public IList<RepositoryStatus>? Repositories { get; set; }

    /// <summary>What git said when the content could not be initialised.</summary>
    [MaxLength(4096)]
    public string? FailureMessage { get; set; }

    /// <summary>What a person should know, such as where earlier work was moved to.</summary>
    [MaxLength(4096)]
    public string? WarningMessage { get; set; }

    /// <summary>Hash of the request that the remote has finally refused; it is not tried again until the request changes.</summary>
    [MaxLength(64)]
    public string? RefusedRequest { get; set; }
}
