namespace Environs.Crds;

/// <summary>Values of devcontainer.lifecycleStage, as in the Environments API.</summary>
public static class LifecycleStages
{
    /// <summary>All lifecycle commands are run; the default.</summary>
    public const string Full = "Full";

    /// <summary>Only those are run that need no user: onCreateCommand and updateContentCommand.</summary>
    public const string Prebuild = "Prebuild";
}
