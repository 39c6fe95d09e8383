namespace Environs.Crds;

/// <summary>Where an environment is reached.</summary>
public sealed record EnvironmentUrls
{
    /// <summary>The ports of spec.ports.</summary>
    [MaxLength(100)]
    [ListAtomic]
    public IList<EnvironmentUrlsPort>? Ports { get; set; }
}
