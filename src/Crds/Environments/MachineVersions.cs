namespace Environs.Crds;

/// <summary>Versions of the components inside the pod.</summary>
public sealed record MachineVersions
{
    /// <summary>Version of the supervisor.</summary>
    [MaxLength(128)]
    public string? SupervisorVersion { get; set; }

    /// <summary>Commit that the supervisor was built from.</summary>
    [MaxLength(64)]
    public string? SupervisorCommit { get; set; }
}
