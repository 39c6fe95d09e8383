namespace Environs.Crds;

/// <summary>Types of an Environment's conditions: a closed set, all always present.</summary>
public static class EnvironmentConditions
{
    /// <summary>The spec is valid and its class is usable.</summary>
    public const string Accepted = "Accepted";

    /// <summary>The pod has a node and its containers are up.</summary>
    public const string MachineReady = "MachineReady";

    /// <summary>What spec.content asks for lies on the volume.</summary>
    public const string ContentReady = "ContentReady";

    /// <summary>The summary: the environment can be used now.</summary>
    public const string Ready = "Ready";

    /// <summary>It was stopped because nobody had worked in it for long enough.</summary>
    public const string Idle = "Idle";

    /// <summary>Nothing will get better until a person changes something; the name and meaning are kstatus'.</summary>
    public const string Stalled = "Stalled";
}
