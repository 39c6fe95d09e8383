namespace Environs.Crds;

/// <summary>The dev container of an environment.</summary>
public sealed record DevcontainerStatus
{
    /// <summary>Creating, Running, Stopped or Failed.</summary>
    [MaxLength(32)]
    public string? Phase { get; set; }

    /// <summary>Name of the container in the pod, for kubectl exec -c.</summary>
    [MaxLength(63)]
    public string? ContainerName { get; set; }

    /// <summary>ID that the container runtime gave it.</summary>
    [MaxLength(256)]
    public string? ContainerId { get; set; }

    /// <summary>Image that it runs.</summary>
    [MaxLength(512)]
    public string? Image { get; set; }

    /// <summary>Folder that a terminal or editor should open.</summary>
    [MaxLength(1024)]
    public string? RemoteWorkspaceFolder { get; set; }

    /// <summary>How often it ended by itself and was started again in this pod.</summary>
    public int? RestartCount { get; set; }

    /// <summary>Why it cannot be started or ended by itself.</summary>
    [MaxLength(4096)]
    public string? FailureMessage { get; set; }
}
