namespace Environs.Crds;

/// <summary>Where an environment is reached over SSH.</summary>
public sealed record EnvironmentUrlsSsh
{
    /// <summary>ssh://USER@NAME.NAMESPACE.environs:PORT; the host is a name for ssh's configuration, and the port listens inside of the pod.</summary>
    [MaxLength(512)]
    public string? Url { get; set; }
}
