namespace Environs.Crds;

/// <summary>Where commands run instead of in the dev container; the fields are those of RunsOn in the Environments API, of which one is set.</summary>
public sealed record RunsOn
{
    /// <summary>The container machine beside the dev container: it has git and a shell, sees the same files, and outlives the dev container.</summary>
    public RunsOnMachine? Machine { get; set; }

    /// <summary>A pod of its own, of any image.</summary>
    public RunsOnDocker? Docker { get; set; }
}
