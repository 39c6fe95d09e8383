namespace Environs.Crds;

/// <summary>Values of status.machine.phase.</summary>
public static class MachinePhases
{
    /// <summary>There is no pod yet, or it has no node.</summary>
    public const string Creating = "Creating";

    /// <summary>The pod has a node; its containers are not all up.</summary>
    public const string Starting = "Starting";

    /// <summary>The pod's containers are up.</summary>
    public const string Running = "Running";

    /// <summary>The pod is going.</summary>
    public const string Stopping = "Stopping";

    /// <summary>There is no pod, as asked.</summary>
    public const string Stopped = "Stopped";

    /// <summary>The resource is being deleted.</summary>
    public const string Deleting = "Deleting";
}
