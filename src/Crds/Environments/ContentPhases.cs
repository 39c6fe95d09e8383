namespace Environs.Crds;

/// <summary>Values of status.content.phase, as ContentPhase in the Environments API.</summary>
public static class ContentPhases
{
    /// <summary>There is no volume yet.</summary>
    public const string Creating = "Creating";

    /// <summary>Repositories are being cloned.</summary>
    public const string Initializing = "Initializing";

    /// <summary>The content is there.</summary>
    public const string Ready = "Ready";

    /// <summary>The content is initialised again.</summary>
    public const string Updating = "Updating";

    /// <summary>The content could not be initialised; failureMessage says why.</summary>
    public const string Failed = "Failed";

    /// <summary>The content lies on a volume that no pod has mounted.</summary>
    public const string Unavailable = "Unavailable";
}
