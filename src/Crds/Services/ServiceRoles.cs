namespace Environs.Crds;

/// <summary>What a service is there for, as ServiceRole in the Environments API.</summary>
public static class ServiceRoles
{
    /// <summary>Nothing special.</summary>
    public const string Default = "Default";

    /// <summary>An editor that people connect to.</summary>
    public const string Editor = "Editor";

    /// <summary>An agent that works in the environment.</summary>
    public const string AiAgent = "AiAgent";

    /// <summary>An agent that watches over the environment.</summary>
    public const string SecurityAgent = "SecurityAgent";
}
