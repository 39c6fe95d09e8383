using Environs.Protocol.Supervision;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Repositories;

/// <summary>What is told of repositories, each made with real git.</summary>
[Trait("Category", "Program")]
public sealed class RepositoryLookTests
{
    [Fact]
    public async Task A_fresh_clone_has_a_branch_a_commit_and_nothing_else()
    {
        using var clone = await TestClone.OfAsync("a");

        var report = await clone.LookAsync();

        Assert.Equal(
            new RepositoryReport { Folder = clone.Path, CloneUrl = clone.Remote, Branch = "main", LatestCommit = await Command.GitAsync(clone.Path, "rev-parse", "HEAD") },
            report);
    }

    [Fact]
    public async Task Each_kind_of_change_is_told_by_its_name()
    {
        using var clone = await TestClone.OfAsync("modified", "staged", "deleted", "deleted-staged", "renamed", "mode", "both");
        await clone.WriteAsync("modified", "other");
        await clone.WriteAsync("staged", "other");
        await clone.WriteAsync("added", "new");
        File.Delete(clone["deleted"]);
        await Command.GitAsync(clone.Path, "rm", "--quiet", "deleted-staged");
        await Command.GitAsync(clone.Path, "mv", "renamed", "renamed to");
        await Command.GitAsync(clone.Path, "add", "staged", "added");
        await clone.WriteAsync("untracked/one", "new");
        await clone.WriteAsync("untracked/two", "new");
        await clone.WriteAsync(".gitignore", "ignored\n");
        await clone.WriteAsync("ignored", "new");
        await clone.WriteAsync("intended", "new");
        await Command.GitAsync(clone.Path, "add", "--intent-to-add", "intended");
        File.SetUnixFileMode(clone["mode"], File.GetUnixFileMode(clone["mode"]) | UnixFileMode.UserExecute);

        Assert.Equal(
            [
                "Added added", "Added intended", "Deleted deleted", "Deleted deleted-staged", "Modified mode", "Modified modified", "Modified staged",
                "Renamed renamed > renamed to", "Untracked .gitignore", "Untracked untracked/",
            ],
            (await clone.ChangesAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_conflict_is_told_until_it_is_resolved()
    {
        using var clone = await TestClone.OfAsync("a");
        await Command.GitAsync(clone.Path, "checkout", "--quiet", "-b", "theirs");
        await clone.WriteAsync("a", "theirs");
        await clone.CommitAsync("Theirs");
        await Command.GitAsync(clone.Path, "checkout", "--quiet", "main");
        await clone.WriteAsync("a", "ours");
        await clone.CommitAsync("Ours");
        await Assert.ThrowsAsync<InvalidOperationException>(() => Command.GitAsync(clone.Path, "merge", "theirs"));

        Assert.Equal(["UpdatedButUnmerged a"], await clone.ChangesAsync());

        await Command.GitAsync(clone.Path, "checkout", "--quiet", "--ours", "a");
        await clone.CommitAsync("Resolved");
        Assert.Empty(await clone.ChangesAsync());
    }

    [Fact]
    public async Task Names_of_any_bytes_are_told_as_git_quotes_them()
    {
        using var clone = await TestClone.OfAsync("a");
        await clone.WriteAsync("grün 山", "new");
        await clone.WriteAsync("new\nline", "new");
        await clone.WriteAsync("-n \"quoted\"", "new");
        // .NET knows no file names but UTF-8.
        await Command.RunAsync("sh", ["-c", "printf x > \"$(printf 'a\\377b')\""], clone.Path);

        Assert.Equal(
            ["Untracked \"a\\377b\"", "Untracked \"new\\nline\"", "Untracked -n \"quoted\"", "Untracked grün 山"],
            (await clone.ChangesAsync()).Order(StringComparer.Ordinal));
        await Command.RunAsync("sh", ["-c", "rm a?b"], clone.Path);
    }

    [Fact]
    public async Task A_hundred_changed_files_are_told_and_the_rest_is_counted()
    {
        using var clone = await TestClone.OfAsync("a");
        for (var i = 0; i < 123; i++) await clone.WriteAsync($"file-{i}", "new");
        await Command.GitAsync(clone.Path, "add", ".");

        var report = await clone.LookAsync();

        Assert.Equal(100, report!.ChangedFiles.Count);
        Assert.Equal(123, report.TotalChangedFiles);
    }

    [Fact]
    public async Task Commits_of_every_branch_count_until_they_are_pushed()
    {
        using var clone = await TestClone.OfAsync("a");
        await Command.GitAsync(clone.Path, "checkout", "--quiet", "-b", "mine");
        await clone.CommitAsync("commit 0123: looks like a header");
        await Command.GitAsync(clone.Path, "checkout", "--quiet", "main");
        await clone.CommitAsync("Grün");

        var report = await clone.LookAsync();
        var hash = await Command.GitAsync(clone.Path, "rev-parse", "--short", "HEAD");
        Assert.Equal(2, report!.TotalUnpushedCommits);
        Assert.Contains($"{hash}: Grün", report.UnpushedCommits);
        Assert.Contains(report.UnpushedCommits, commit => commit.EndsWith(": commit 0123: looks like a header", StringComparison.Ordinal));

        await Command.GitAsync(clone.Path, "push", "--quiet", "--all", "origin");
        report = await clone.LookAsync();
        Assert.Equal(0, report!.TotalUnpushedCommits);
        Assert.Empty(report.UnpushedCommits);
    }

    [Fact]
    public async Task A_hundred_unpushed_commits_are_told_and_the_rest_is_counted()
    {
        using var clone = await TestClone.OfAsync("a");
        for (var i = 0; i < 120; i++) await Command.GitAsync(clone.Path, "commit", "--quiet", "--allow-empty", "-m", $"Commit {i}");

        var report = await clone.LookAsync();

        Assert.Equal(100, report!.UnpushedCommits.Count);
        Assert.EndsWith(": Commit 119", report.UnpushedCommits[0], StringComparison.Ordinal);
        Assert.Equal(120, report.TotalUnpushedCommits);
    }

    [Fact]
    public async Task A_detached_head_has_no_branch_and_its_commits_count()
    {
        using var clone = await TestClone.OfAsync("a");
        await Command.GitAsync(clone.Path, "checkout", "--quiet", "--detach");
        await clone.CommitAsync("Adrift");

        var report = await clone.LookAsync();

        Assert.Equal("", report!.Branch);
        Assert.Equal(1, report.TotalUnpushedCommits);
    }

    [Fact]
    public async Task What_was_cloned_counts_as_pushed_also_where_only_a_tag_of_the_remote_leads_to_it()
    {
        using var clone = await TestClone.OfAsync("a");
        await Command.GitAsync(clone.Path, "update-ref", "-d", "refs/remotes/origin/main");

        Assert.Equal(0, (await clone.LookAsync())!.TotalUnpushedCommits);
    }

    [Fact]
    public async Task An_empty_repository_has_a_branch_and_no_commit()
    {
        using var clone = await TestClone.OfAsync();
        await clone.WriteAsync("a", "new");

        var report = await clone.LookAsync();

        Assert.Equal(("main", "", "", 0), (report!.Branch, report.LatestCommit, report.Problem, report.TotalUnpushedCommits));
        Assert.Equal(1, report.TotalChangedFiles);
    }

    [Fact]
    public async Task A_linked_work_tree_is_looked_at_as_any_other()
    {
        using var clone = await TestClone.OfAsync("a");
        using var other = new TemporaryFolder();
        await Command.GitAsync(clone.Path, "worktree", "add", "--quiet", "-b", "side", other["tree"]);
        await File.WriteAllTextAsync(other["tree/a"], "other");

        var report = await new Supervisor.Repositories.RepositoryLook(new(TestClone.Settings, TimeProvider.System))
            .AtAsync(new DesiredRepository { Folder = other["tree"] }, null, CancellationToken.None);

        Assert.Equal(("side", "", 1), (report!.Branch, report.Problem, report.TotalChangedFiles));
        Assert.Equal(0, (await clone.LookAsync())!.TotalChangedFiles);
    }

    [Fact]
    public async Task Of_a_submodule_another_commit_is_told_and_its_files_are_not_looked_at()
    {
        using var inner = await TestClone.OfAsync("inner");
        using var clone = await TestClone.OfAsync("a");
        await Command.GitAsync(clone.Path, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.Remote, "sub");
        await clone.CommitAsync("Submodule");
        await clone.WriteAsync("sub/inner", "other");
        Assert.Empty(await clone.ChangesAsync());

        await Command.GitAsync(clone["sub"], "commit", "--quiet", "--all", "-m", "Inner");
        Assert.Equal(["Modified sub"], await clone.ChangesAsync());
    }

    [Fact]
    public async Task One_made_bare_or_broken_keeps_what_was_known_and_says_why()
    {
        using var clone = await TestClone.OfAsync("a");
        var before = await clone.LookAsync();
        await Command.GitAsync(clone.Path, "config", "core.bare", "true");

        var report = await clone.LookAsync(before: before);

        Assert.Contains("must be run in a work tree", report!.Problem, StringComparison.Ordinal);
        Assert.Equal(before!.LatestCommit, report.LatestCommit);

        await File.WriteAllTextAsync(clone[".git/config"], "[broken");
        Assert.Contains("bad config", (await clone.LookAsync(before: before))!.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_gone_is_not_told_and_none_above_it_is_taken_for_it()
    {
        using var clone = await TestClone.OfAsync("a");
        await Command.GitAsync(Path.GetDirectoryName(clone.Path)!, "init", "--quiet");
        Directory.Delete(clone[".git"], recursive: true);
        Assert.Null(await clone.LookAsync());

        // It is there, and no repository.
        Directory.CreateDirectory(clone[".git"]);
        Assert.Contains("not a git repository", (await clone.LookAsync())!.Problem, StringComparison.Ordinal);

        Directory.Delete(clone.Path, recursive: true);
        Assert.Null(await clone.LookAsync());
    }

    [Fact]
    public async Task Credentials_of_the_remote_are_not_told()
    {
        using var clone = await TestClone.OfAsync("a");
        await Command.GitAsync(clone.Path, "remote", "set-url", "origin", "https://ada:s3cret@example.com/app.git");

        Assert.Equal("https://example.com/app.git", (await clone.LookAsync())!.CloneUrl);
    }

    [Fact]
    public async Task The_index_is_not_written_and_its_lock_not_taken_and_one_that_is_held_does_not_matter()
    {
        using var clone = await TestClone.OfAsync("a");
        // What git would write down in the index if it were allowed to: that the file is as it was.
        File.SetLastWriteTimeUtc(clone["a"], DateTime.UtcNow.AddMinutes(-5));
        var before = await File.ReadAllBytesAsync(clone[".git/index"], TestContext.Current.CancellationToken);
        Assert.Equal(0, (await clone.LookAsync())!.TotalChangedFiles);
        Assert.Equal(before, await File.ReadAllBytesAsync(clone[".git/index"], TestContext.Current.CancellationToken));
        await File.WriteAllTextAsync(clone[".git/index.lock"], "", TestContext.Current.CancellationToken);

        var report = await clone.LookAsync();

        Assert.Equal(("", 0), (report!.Problem, report.TotalChangedFiles));
        Assert.True(File.Exists(clone[".git/index.lock"]));
    }

    [Fact]
    public async Task A_look_that_takes_too_long_is_ended_and_said()
    {
        using var clone = await TestClone.OfAsync("a");
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["git"], "#!/bin/sh\nsleep 60 & echo $! > \"$0.pid\"; wait\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(folder["git"], UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var report = await clone.LookAsync(TestClone.Settings with { Program = folder["git"], Limit = TimeSpan.FromSeconds(3) });

        Assert.Equal("git config takes longer than 3 seconds", report!.Problem);
        var left = int.Parse(await File.ReadAllTextAsync(folder["git.pid"], TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture);
        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{left}") || File.ReadAllText($"/proc/{left}/stat").Contains(") Z ", StringComparison.Ordinal), "what git started has ended, too");
    }
}
