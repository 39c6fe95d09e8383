using System.Security.Cryptography;
using System.Text;
using Environs.Crds;
using Environs.Operator.Environments;
using Environs.Operator.Supervision;
using Environs.Protocol.Supervision;
using k8s.Models;

namespace Environs.Operator.Devcontainers;

/// <summary>What is known now of an environment's devcontainer.json and of what was made of it. Pure.</summary>
internal sealed record DevcontainerState
{
    public static readonly DevcontainerState Unknown = new();

    /// <summary>The init container waits until the dev container is as the file says.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>How the file was found; null while that is not known.</summary>
    public string? Presence { get; init; }

    /// <summary>Path of the file below the repository; null where there is none.</summary>
    public string? Path { get; init; }

    /// <summary>What the file says, or, where there is none, nothing; null while it is not known or cannot be used.</summary>
    public Devcontainer? File { get; init; }

    /// <summary>Tells one content of the file from another; empty where there is no file.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Why the file cannot be used.</summary>
    public Problem? Problem { get; init; }

    /// <summary>What the dev container's supervisor has taken up; null while it is not heard or has not.</summary>
    public LifecycleReport? Lifecycle { get; init; }

    public static DevcontainerState Of(V1alpha1Environment environment, V1Pod pod, bool isInitialized, SupervisorReport? content, SupervisorReport? dev)
    {
        if (!isInitialized && content is { IsConnected: true, Report: { DevcontainerFile: { } file } said })
            return Read(environment, said.ContentFolder, said, file) with { IsWaiting = true };
        return isInitialized && dev is { IsConnected: true } ? OfFile(environment, EnvironmentFacts.ContentFolder(pod), dev.Report) : Unknown;
    }

    /// <summary>What a supervisor says of the file.</summary>
    public static DevcontainerState OfFile(V1alpha1Environment environment, string folder, Report report) =>
        report.DevcontainerFile is { } file && IsAnswer(file, environment, folder) ? Read(environment, folder, report, file) : new DevcontainerState { Lifecycle = report.Lifecycle };

    // One that was told to look before it was known where the clone is, or before the spec named another path, has not found what is meant now.
    private static bool IsAnswer(Protocol.Supervision.WorkspaceFile file, V1alpha1Environment environment, string folder) =>
        file.LookedFor.Count == 0 || (file.Folder == folder && file.LookedFor.SequenceEqual(DevcontainerDesires.Paths(environment), StringComparer.Ordinal));

    private static DevcontainerState Read(V1alpha1Environment environment, string folder, Report report, Protocol.Supervision.WorkspaceFile file)
    {
        var specified = environment.Spec.Devcontainer?.DevcontainerFilePath;
        var state = new DevcontainerState
        {
            Presence = specified is { Length: > 0 } ? FilePresences.Specified : file.Path.Length > 0 || file.Problem.Length > 0 ? FilePresences.Discovered : FilePresences.Absent,
            Path = EnvironmentFacts.NullIfEmpty(file.Path),
            Hash = file.Path.Length == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(file.Content.Span))[..16],
            Lifecycle = report.Lifecycle,
        };
        if (file.Problem.Length > 0) return state with { Problem = Failed("devcontainer.json", file.Problem) };
        if (file.Path.Length == 0)
        {
            return specified is { Length: > 0 }
                ? state with { Presence = FilePresences.Absent, Problem = Failed("spec.devcontainer.devcontainerFilePath", $"there is no file {specified} in the repository.") }
                : state with { File = new Devcontainer { WorkspaceFolder = folder } };
        }
        var read = DevcontainerReader.Read(file.Content.Memory, new DevcontainerPlace(folder, Id(environment)));
        return read.Errors.Count > 0 ? state with { Problem = Failed(file.Path, $"{string.Join(". ", read.Errors)}.") } : state with { File = read };
    }

    // Of one environment always the same.
    private static string Id(V1alpha1Environment environment) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(environment.Metadata.Uid)))[..52];

    private static Problem Failed(string what, string why) => new(EnvironmentReasons.DevcontainerFailed, ContentReports.Clean($"{what}: {why}"));
}
