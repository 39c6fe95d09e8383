namespace Environs.Crds;

/// <summary>Where an environment is reached.</summary>
public sealed record EnvironmentUrls
{
    /// <summary>SSH; absent while it lets nobody in.</summary>
    public EnvironmentUrlsSsh? Ssh { get; set; }

    /// <summary>Where its logs are: environment, services/REFERENCE, tasks/REFERENCE and executions/UID/STEP below it.</summary>
    [MaxLength(512)]
    public string? Logs { get; set; }

    /// <summary>The ports of spec.ports, and those that devcontainer.json forwards.</summary>
    [MaxLength(200)]
    [ListAtomic]
    public IList<EnvironmentUrlsPort>? Ports { get; set; }
}
