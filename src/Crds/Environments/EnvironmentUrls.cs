namespace Environs.Crds;

/// <summary>Where an environment is reached.</summary>
public sealed record EnvironmentUrls
{
    /// <summary>SSH; absent while it lets nobody in.</summary>
    public EnvironmentUrlsSsh? Ssh { get; set; }

    /// <summary>The ports of spec.ports.</summary>
    [MaxLength(100)]
    [ListAtomic]
    public IList<EnvironmentUrlsPort>? Ports { get; set; }
}
