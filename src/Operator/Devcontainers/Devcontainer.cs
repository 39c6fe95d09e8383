using Environs.Crds;

namespace Environs.Operator.Devcontainers;

/// <summary>What a devcontainer.json says, or what is wrong with it.</summary>
internal sealed record Devcontainer
{
    /// <summary>The image; null when it names none.</summary>
    public string? Image { get; init; }

    /// <summary>The user that commands run as; null is the container's own.</summary>
    public string? RemoteUser { get; init; }

    /// <summary>Folder that is opened and that commands run in.</summary>
    public string WorkspaceFolder { get; init; } = "";

    /// <summary>Variables of every command.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> ContainerEnv { get; init; } = [];

    /// <summary>The same over them; a null takes a variable away.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> RemoteEnv { get; init; } = [];

    /// <summary>The ports of it that are to be reached from outside.</summary>
    public IReadOnlyList<ForwardedPort> Ports { get; init; } = [];

    /// <summary>The commands of its life in their order.</summary>
    public IReadOnlyList<LifecycleCommand> Commands { get; init; } = [];

    /// <summary>Each with line and column; where there is one, nothing else counts.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>What has no effect here, and why.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
