using Environs.Operator.Supervision;
using k8s.Models;

namespace Environs.Operator.Environments;

/// <summary>The volumes of every pod with a supervisor, and where its containers find them. Pure.</summary>
internal static class SupervisorVolumes
{
    public const string Bin = "bin";
    public const string Run = "run";
    public const string Content = "content";
    private const string Operator = "operator";

    // A program of less than 20 MiB lies in it, for a moment twice.
    private static readonly ResourceQuantity BinLimit = new("64Mi");

    // Logs of 200 services with 10 MiB each, 1 GiB of steps that are over, and as much again for those that run, outputs and markers.
    private static readonly ResourceQuantity RunLimit = new("4Gi");

    /// <param name="claim">Name of the volume claim with the workspace; null: it goes with the pod.</param>
    /// <param name="options">Where the operator is found.</param>
    /// <param name="runs">Names of the run folders, one for each container.</param>
    public static IList<V1Volume> Of(string? claim, OperatorOptions options, params string[] runs) =>
    [
        new V1Volume { Name = Bin, EmptyDir = new V1EmptyDirVolumeSource { SizeLimit = BinLimit } },
        .. runs.Select(run => new V1Volume { Name = run, EmptyDir = new V1EmptyDirVolumeSource { SizeLimit = RunLimit } }),
        OperatorFiles.Volume(Operator, options.Supervision),
        claim is null
            ? new V1Volume { Name = Content, EmptyDir = new V1EmptyDirVolumeSource() }
            : new V1Volume { Name = Content, PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = claim } },
    ];

    /// <summary>Those of the container that brings the supervisor.</summary>
    public static V1VolumeMount BinToFill => new() { Name = Bin, MountPath = EnvironmentNames.BinPath };

    public static V1VolumeMount OperatorFolder => new() { Name = Operator, MountPath = OperatorFiles.Path, ReadOnlyProperty = true };

    /// <summary>Those of a container in which a supervisor runs.</summary>
    public static IEnumerable<V1VolumeMount> Mounts(string run) =>
    [
        new V1VolumeMount { Name = Bin, MountPath = EnvironmentNames.BinPath, ReadOnlyProperty = true },
        new V1VolumeMount { Name = run, MountPath = EnvironmentNames.RunPath },
        OperatorFolder,
        new V1VolumeMount { Name = Content, MountPath = EnvironmentNames.WorkspacesPath, SubPath = "workspaces" },
    ];
}
