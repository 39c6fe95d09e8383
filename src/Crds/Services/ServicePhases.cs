namespace Environs.Crds;

/// <summary>Values of a Service's status.phase, as ServicePhase in the Environments API.</summary>
public static class ServicePhases
{
    /// <summary>The start command runs, the ready command has not succeeded yet.</summary>
    public const string Starting = "Starting";

    /// <summary>The start command runs and the service is ready.</summary>
    public const string Running = "Running";

    /// <summary>The service was told to stop and has not yet.</summary>
    public const string Stopping = "Stopping";

    /// <summary>The service does not run, as asked, or because its start command ended with 0.</summary>
    public const string Stopped = "Stopped";

    /// <summary>The start command ended with another exit code, the service was not ready in time, or its stop command failed.</summary>
    public const string Failed = "Failed";
}
