namespace Environs.Crds;

/// <summary>Values of status.phase of a TaskExecution and of its steps, as TaskExecutionPhase in the Environments API.</summary>
public static class TaskExecutionPhases
{
    /// <summary>Nothing has run yet.</summary>
    public const string Pending = "Pending";

    /// <summary>Something runs.</summary>
    public const string Running = "Running";

    /// <summary>Everything has run and succeeded.</summary>
    public const string Succeeded = "Succeeded";

    /// <summary>A step failed, did not stop when it was told to, or was lost.</summary>
    public const string Failed = "Failed";

    /// <summary>Ended before its time because somebody asked for it.</summary>
    public const string Stopped = "Stopped";
}
