using Environs.Crds;
using Environs.Operator.Environments;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Activity;

/// <summary>The parts of an environment's status that its supervisors tell. Pure.</summary>
internal static class ActivityHealth
{
    // Written no more often than supervisors that keep to the rules tell it.
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(4);

    /// <summary>The working copy at a folder: as git sees it, else as it was cloned or last seen.</summary>
    /// <param name="state">Has what was said.</param>
    /// <param name="folder">Its folder in the environment.</param>
    /// <param name="cloned">As the init container left it; null while that has not ended.</param>
    /// <param name="before">What the status said.</param>
    public static GitStatus? Git(EnvironmentState state, string folder, GitStatus? cloned, GitStatus? before)
    {
        var isSamePod = state.Pod is { } pod && state.Previous?.Machine?.PodUid == pod.Metadata.Uid;
        if (state.Observation.Git is not { } git || cloned is null) return cloned is null || (isSamePod && before is not null) ? before : cloned;
        // It was deleted, or is no repository any more.
        if (git.Repositories.FirstOrDefault(repository => repository.Folder == folder) is not { } seen) return null;
        // git has never been able to say.
        if (seen is { Problem.Length: > 0, LatestCommit: "", Branch: "" }) return before ?? cloned;
        return Of(seen) with { CloneUrl = EnvironmentFacts.NullIfEmpty(seen.CloneUrl) ?? cloned.CloneUrl };
    }

    /// <summary>Why git cannot say more, for people.</summary>
    public static IEnumerable<string> Problems(EnvironmentState state) =>
        (state.Observation.Git?.Repositories ?? []).Where(repository => repository.Problem.Length > 0).Select(repository => $"{repository.Folder}: {repository.Problem}.");

    public static IList<PortStatus>? Ports(EnvironmentState state) => state.Observation.Ports switch
    {
        { Ports.Count: > 0 } said => [.. said.Ports.Select(port => new PortStatus { Port = port.Port, Addresses = port.Addresses.Count > 0 ? [.. port.Addresses] : null })],
        not null => null,
        // The operator was away: what it saw of this pod still holds.
        null => state.Previous?.Machine?.PodUid == state.Pod?.Metadata.Uid ? state.Previous?.Ports : null,
    };

    public static ActivitySignal? Signal(EnvironmentState state)
    {
        var before = state.Previous?.ActivitySignal;
        if (state.Observation.Activity is not { } said) return before;
        // By the container's clock, which may be ahead; in whole seconds, as it is stored.
        var at = WholeSeconds.Of(DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(said.At, state.Now.ToUnixTimeMilliseconds())));
        return before?.Timestamp is { } last && at - last.ToUniversalTime() < Interval && last.ToUniversalTime() <= state.Now.UtcDateTime
            ? before
            : new ActivitySignal { Source = said.Source, Timestamp = at };
    }

    private static GitStatus Of(RepositoryReport seen) => new()
    {
        Branch = EnvironmentFacts.NullIfEmpty(seen.Branch),
        LatestCommit = EnvironmentFacts.NullIfEmpty(seen.LatestCommit),
        ChangedFiles = seen.ChangedFiles.Count > 0 ? [.. seen.ChangedFiles.Select(Of)] : null,
        TotalChangedFiles = seen.TotalChangedFiles > 0 ? seen.TotalChangedFiles : null,
        UnpushedCommits = seen.UnpushedCommits.Count > 0 ? [.. seen.UnpushedCommits] : null,
        TotalUnpushedCommits = seen.TotalUnpushedCommits > 0 ? seen.TotalUnpushedCommits : null,
    };

    private static FileChange Of(ChangedFile file) => new()
    {
        Path = file.Path,
        ChangeType = file.Type == ChangeType.Unspecified ? null : file.Type.ToString(),
        OldPath = EnvironmentFacts.NullIfEmpty(file.OldPath),
    };
}
