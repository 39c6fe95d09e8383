using Environs.Supervisor.Posix;

namespace Environs.Supervisor.Content;

/// <summary>Tells whether a clone holds anything that would be lost with it.</summary>
internal sealed class UnsavedWork(Git git)
{
    /// <summary>What would be lost, in words; null when the remote has everything. Files that git ignores do not count.</summary>
    internal async Task<string?> FindAsync(string folder, KnownClone clone, CancellationToken cancellation)
    {
        var repository = Path.Combine(folder, ".git");
        if (FileStatus.Of(repository) is not { Kind: FileKind.Folder }) return "no clone of ours";

        // Their work lies elsewhere or in repositories of their own; better kept than judged.
        if (HasEntries(Path.Combine(repository, "worktrees"))) return "linked worktrees";
        if (HasEntries(Path.Combine(repository, "modules"))) return "submodules";

        var status = await git.TryAsync(
            folder, null, ["status", "--porcelain", "--untracked-files=normal", "--ignore-submodules=none"], cancellation);
        if (status.ExitCode != 0) return "a repository that git cannot read";
        if (status.Output.Length > 0) return "uncommitted changes";

        var stash = await git.TryAsync(folder, null, ["rev-parse", "--quiet", "--verify", "refs/stash"], cancellation);
        if (stash.ExitCode == 0) return "stashed changes";

        List<string> list = ["rev-list", "--max-count=1"];
        var head = await git.TryAsync(folder, null, ["rev-parse", "--quiet", "--verify", "HEAD"], cancellation);
        if (head.ExitCode == 0) list.Add("HEAD");
        list.AddRange(["--branches", "--not", "--remotes"]);
        if (clone.FirstCommit.Length > 0) list.Add(clone.FirstCommit);
        var unpushed = await git.TryAsync(folder, null, [.. list, "--"], cancellation);
        if (unpushed.ExitCode != 0) return "a repository that git cannot read";
        return unpushed.Output.Length > 0 ? "unpushed commits" : null;
    }

    private static bool HasEntries(string folder) => Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();
}
