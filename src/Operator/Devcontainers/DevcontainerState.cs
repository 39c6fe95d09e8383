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
        var isWaiting = !isInitialized && content is { IsConnected: true, Report.DevcontainerFile: not null };
        var report = isWaiting ? content!.Report : isInitialized && dev is { IsConnected: true } ? dev.Report : null;
        if (report is null) return Unknown;
        return OfFile(environment, isWaiting ? report.ContentFolder : EnvironmentFacts.ContentFolder(pod), report) with { IsWaiting = isWaiting && report.DevcontainerFile is not null };
    }

    /// <summary>What a supervisor says of the file.</summary>
    public static DevcontainerState OfFile(V1alpha1Environment environment, string folder, Report report)
    {
        if (report.DevcontainerFile is not { } file) return new DevcontainerState { Lifecycle = report.Lifecycle };
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
