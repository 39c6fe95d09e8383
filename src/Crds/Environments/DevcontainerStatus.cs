namespace Environs.Crds;

/// <summary>The dev container of an environment.</summary>
public sealed record DevcontainerStatus
{
    /// <summary>Creating, Running, Stopped or Failed.</summary>
    [MaxLength(32)]
    public string? Phase { get; set; }

    /// <summary>The devcontainer.session that the container was made for.</summary>
    [MaxLength(256)]
    public string? Session { get; set; }

    /// <summary>Name of the container in the pod, for kubectl exec -c.</summary>
    [MaxLength(63)]
    public string? ContainerName { get; set; }

    /// <summary>ID that the container runtime gave it.</summary>
    [MaxLength(256)]
    public string? ContainerId { get; set; }

    /// <summary>Image that it runs.</summary>
    [MaxLength(512)]
    public string? Image { get; set; }

    /// <summary>Absent, Discovered (by its usual name) or Specified (by spec.devcontainer.devcontainerFilePath).</summary>
    [MaxLength(32)]
    public string? DevcontainerFilePresence { get; set; }

    /// <summary>Path of the devcontainer.json, relative to the repository; absent when there is none.</summary>
    [MaxLength(1024)]
    public string? DevcontainerFilePath { get; set; }

    /// <summary>Whether the container was made from the file as it is now.</summary>
    public bool? DevcontainerconfigInSync { get; set; }

    /// <summary>Whether what runs has the secrets of the spec as they are now; absent where there are none.</summary>
    public bool? SecretsInSync { get; set; }

    /// <summary>The ports that the file forwards; the gateway serves them to whom the environment admits, unless spec.ports has them, too.</summary>
    [MaxLength(100)]
    [ListAtomic]
    public IList<ForwardedPort>? ForwardedPorts { get; set; }

    /// <summary>User that terminals, services and tasks run as; absent where that is the container's own.</summary>
    [MaxLength(64)]
    public string? RemoteUser { get; set; }

    /// <summary>Folder that a terminal or editor should open.</summary>
    [MaxLength(1024)]
    public string? RemoteWorkspaceFolder { get; set; }

    /// <summary>How often it was started again in this pod, by itself or for a rebuild.</summary>
    public int? RestartCount { get; set; }

    /// <summary>Why it cannot be started or ended by itself, what is wrong with its file, or which lifecycle command failed.</summary>
    [MaxLength(4096)]
    public string? FailureMessage { get; set; }

    /// <summary>What the author of its file should know, such as keys that have no effect.</summary>
    [MaxLength(4096)]
    public string? WarningMessage { get; set; }
}
