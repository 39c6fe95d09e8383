using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Content;

/// <summary>Tells whether a clone holds anything that would be lost with it.</summary>
/// <remarks>In doubt it does: a clone that is moved aside for nothing costs some space, one that is deleted costs the work.</remarks>
internal sealed class UnsavedWork(Git git)
{
    private const string Unreadable = "a repository that git cannot read";

    /// <summary>What would be lost, in words; null when the remote has everything. Files that git ignores do not count.</summary>
    /// <param name="folder">The clone.</param>
    /// <param name="clone">What we knew of it when we made it.</param>
    /// <param name="next">The clone that takes its place: nothing that it has is lost.</param>
    /// <param name="cancellation">Ends git.</param>
    internal async Task<string?> FindAsync(string folder, KnownClone clone, string next, CancellationToken cancellation)
    {
        var repository = Path.Combine(folder, ".git");
        if (FileStatus.Of(repository) is not { Kind: FileKind.Folder }) return "no clone of ours";
        if (Elsewhere(folder, repository) is { } place) return place;
        if (await ClonePrograms.FindAsync(git, repository, cancellation) is { } setting) return $"settings that we do not follow ({setting})";
        return await ChangesAsync(folder, cancellation)
            ?? await CommitsAsync(folder, clone, next, cancellation);
    }

    // Work that lies in other folders or in repositories of its own; better kept than judged.
    private static string? Elsewhere(string folder, string repository)
    {
        if (HasEntries(Path.Combine(repository, "worktrees")) || Path.Exists(Path.Combine(repository, "commondir"))) return "linked worktrees";
        if (HasEntries(Path.Combine(repository, "modules"))) return "submodules";
        try
        {
            return NestedRepository.IsIn(folder) ? "a repository of its own in one of its folders" : null;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return "folders that cannot be read";
        }
    }

    private async Task<string?> ChangesAsync(string folder, CancellationToken cancellation)
    {
        var status = await git.TryAsync(
            folder, null, ["status", "--porcelain", "--untracked-files=normal", "--ignore-submodules=none"], cancellation);
        if (status.ExitCode != 0) return Unreadable;
        if (status.Output.Length > 0) return "uncommitted changes";

        // Status believes these marks and does not look at the files (S: skip-worktree, lower case: assume-unchanged).
        // A sparse checkout marks what is not there, and nothing can be lost of that.
        var files = await git.TryAsync(folder, null, ["ls-files", "-v", "-z"], cancellation);
        if (files.ExitCode != 0) return Unreadable;
        var hidden = files.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] == 'S' || char.IsAsciiLetterLower(line[0]))
            // A name that is not UTF-8 cannot be looked up.
            .Any(line => line.Contains('\ufffd', StringComparison.Ordinal) || FileStatus.Of(Path.Combine(folder, line[2..])) is not null);
        return hidden ? "files whose changes git was told to overlook" : null;
    }

    private async Task<string?> CommitsAsync(string folder, KnownClone clone, string next, CancellationToken cancellation)
    {
        var stash = await git.TryAsync(folder, null, ["rev-parse", "--quiet", "--verify", "refs/stash"], cancellation);
        if (stash.ExitCode == 0) return "stashed changes";

        // The reflog too: a commit made on a detached HEAD stands nowhere else after the next checkout.
        List<string> list = ["rev-list", "--all", "--reflog", "--not", "--remotes"];
        if (clone.FirstCommit.Length > 0) list.Add(clone.FirstCommit);
        var commits = await git.TryAsync(folder, null, [.. list, "--"], cancellation);
        if (commits.ExitCode != 0) return Unreadable;
        if (commits.Output.Length == 0) return null;

        // Tags of the remote may stand beside its branches. Those that the remote still has came with the next clone.
        var known = await git.RunAsync(next, null, ["rev-list", "--all", "--not", "--remotes", "--"], cancellation);
        return commits.Output.Split('\n').Except(known.Split('\n'), StringComparer.Ordinal).Any() ? "unpushed commits" : null;
    }

    private static bool HasEntries(string folder) => Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();
}
