namespace Environs.Crds;

/// <summary>What starts a service or a task by itself, as AutomationTrigger in the Environments API.</summary>
public static class AutomationTriggers
{
    /// <summary>Nothing but a person or a program that asks for it.</summary>
    public const string Manual = "Manual";

    /// <summary>A new dev container is there, before its own commands have run.</summary>
    public const string PostMachineStart = "PostMachineStart";

    /// <summary>Everything of the environment is ready, after PostDevcontainerStart.</summary>
    public const string PostEnvironmentStart = "PostEnvironmentStart";

    /// <summary>A new dev container has started.</summary>
    public const string PostDevcontainerStart = "PostDevcontainerStart";

    /// <summary>A prebuild runs; read and shown, prebuilds are not there yet.</summary>
    public const string Prebuild = "Prebuild";

    /// <summary>A snapshot is about to be taken; tasks only. Read and shown, snapshots are not there yet.</summary>
    public const string BeforeSnapshot = "BeforeSnapshot";

    /// <summary>Those that a start of the dev container brings, in the order in which they come.</summary>
    public static IReadOnlyList<string> OfStart { get; } = [PostMachineStart, PostDevcontainerStart, PostEnvironmentStart];

    internal static readonly string[] OfServices = [Manual, PostMachineStart, PostDevcontainerStart, PostEnvironmentStart, Prebuild];

    internal static readonly string[] All = [.. OfServices, BeforeSnapshot];
}
