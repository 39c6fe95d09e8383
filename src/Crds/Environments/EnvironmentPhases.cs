namespace Environs.Crds;

/// <summary>Values of status.phase, as EnvironmentPhase in the Environments API.</summary>
public static class EnvironmentPhases
{
    /// <summary>Accepted or not, nothing of it is there yet.</summary>
    public const string Creating = "Creating";

    /// <summary>The pod exists; content or containers are not ready.</summary>
    public const string Starting = "Starting";

    /// <summary>The dev container runs and the content is there.</summary>
    public const string Running = "Running";

    /// <summary>Something is replaced because the user asked for it.</summary>
    public const string Updating = "Updating";

    /// <summary>The pod is going.</summary>
    public const string Stopping = "Stopping";

    /// <summary>There is no pod, as asked.</summary>
    public const string Stopped = "Stopped";

    /// <summary>The resource is being deleted.</summary>
    public const string Deleting = "Deleting";
}
