namespace Environs.Crds;

/// <summary>Values of spec.desiredPhase.</summary>
public static class DesiredPhases
{
    /// <summary>The environment runs; the default.</summary>
    public const string Running = "Running";

    /// <summary>The environment does not run and keeps its volume.</summary>
    public const string Stopped = "Stopped";
}
