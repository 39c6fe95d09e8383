namespace Environs.Supervisor.Content;

/// <summary>Settings of a clone that make git run something, or look elsewhere, when it is only asked what has changed.</summary>
/// <remarks>
/// A clone's own configuration is its user's, and this container may be mightier than the user. Hooks, the file system monitor and
/// credential helpers are switched off by <see cref="Git"/>; those here have names of the user's choice and cannot be.
/// </remarks>
internal static class ClonePrograms
{
    // config.worktree is read too where extensions.worktreeConfig says so.
    private static readonly string[] Files = ["config", "config.worktree"];

    /// <summary>Section of the first such setting in the repository's own files; null when there is none. Runs nothing of the repository.</summary>
    internal static async Task<string?> FindAsync(Git git, string repository, CancellationToken cancellation)
    {
        foreach (var file in Files.Select(name => Path.Combine(repository, name)).Where(Path.Exists))
        {
            // From a folder without a repository, and without what the file includes.
            var names = await git.TryAsync("/", null, ["config", "--file", file, "--no-includes", "--null", "--name-only", "--list"], cancellation);
            if (names.ExitCode != 0) return "unreadable";
            if (names.Output.Split('\0').FirstOrDefault(IsOne) is { } name) return Section(name);
        }

        return null;
    }

    /// <summary>True for filters, for what fetches missing objects, for other work trees, and for files in which any of these may stand.</summary>
    internal static bool IsOne(string name) =>
        Section(name) is "filter" or "include" or "includeif"
        || name is "core.worktree" or "extensions.partialclone"
        || (Section(name) is "remote" && name.EndsWith(".promisor", StringComparison.Ordinal));

    // git writes sections and the last part in lower case.
    private static string Section(string name) => name.Split('.')[0];
}
