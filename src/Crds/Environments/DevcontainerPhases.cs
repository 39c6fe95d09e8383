namespace Environs.Crds;

/// <summary>Values of status.devcontainer.phase.</summary>
public static class DevcontainerPhases
{
    /// <summary>The container is not up yet.</summary>
    public const string Creating = "Creating";

    /// <summary>The container runs.</summary>
    public const string Running = "Running";

    /// <summary>There is no container, as asked.</summary>
    public const string Stopped = "Stopped";

    /// <summary>The container cannot be started or ends by itself, or a lifecycle command failed; failureMessage says why.</summary>
    public const string Failed = "Failed";
}
