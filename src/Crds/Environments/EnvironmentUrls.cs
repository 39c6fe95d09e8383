namespace Environs.Crds;

/// <summary>Where an environment is reached.</summary>
public sealed record EnvironmentUrls
{
    /// <summary>The ports of spec.ports, and those that devcontainer.json forwards.</summary>
    [MaxLength(200)]
    [ListAtomic]
    public IList<EnvironmentUrlsPort>? Ports { get; set; }
}
