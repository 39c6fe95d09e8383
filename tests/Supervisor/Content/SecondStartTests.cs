using Environs.Protocol.Content;
using Environs.Supervisor.Posix;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Content;

public sealed class SecondStartTests(GitServer server) : IAsyncLifetime
{
    private readonly InitContainer container = new();
    private TestRepository app = null!;
    private ContentRequest request = null!;

    public async ValueTask InitializeAsync()
    {
        app = await TestRepository.CreateAsync(server, $"app-{Guid.CreateVersion7()}");
        request = Requests.Of(Requests.Git($"{server.Address}/open/{app.Name}.git", location: "app"));
    }

    public ValueTask DisposeAsync()
    {
        container.Dispose();
        return ValueTask.CompletedTask;
    }

    private ContentRequest NewSession => request with { Session = "2" };

    [Fact]
    public async Task The_same_session_clones_nothing_and_reports_what_the_user_did_since()
    {
        await container.RunAsync(request);
        await Command.GitAsync(container.Clone("app"), "checkout", "--quiet", "-b", "mine");
        await Command.GitAsync(container.Clone("app"), "commit", "--quiet", "--allow-empty", "-m", "mine");
        container.NewPod();
        Directory.Move(app.Bare, app.Bare + ".away");

        var result = await container.RunAsync(request);

        Assert.Equal(0, result.ExitCode);
        var repository = Assert.Single(result.Report.Repositories);
        Assert.Equal("mine", repository.Branch);
        Assert.Equal(await Command.GitAsync(container.Clone("app"), "rev-parse", "mine"), repository.LatestCommit);
        Assert.True(File.Exists(Path.Combine(container.Bin, "supervisor")));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("ignored files")]
    [InlineData("a branch at a remote commit")]
    [InlineData("a tag at a remote commit")]
    [InlineData("a fetch and a pull")]
    [InlineData("a sparse checkout")]
    [InlineData("a link to its own folder")]
    public async Task A_new_session_replaces_a_clone_that_the_remote_has_whole(string work)
    {
        await container.RunAsync(request);
        await WorkAsync(container.Clone("app"), work);

        var result = await container.RunAsync(NewSession);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("main", Assert.Single(result.Report.Repositories).Branch);
        Assert.Empty(result.Report.Warnings);
        Assert.Equal(["app"], Directory.GetFileSystemEntries(container.Workspaces).Select(Path.GetFileName));
        Assert.Equal(["content.json"], Directory.GetFileSystemEntries(container.State).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("a changed file")]
    [InlineData("an untracked file")]
    [InlineData("a staged file")]
    [InlineData("a commit")]
    [InlineData("a commit on another branch")]
    [InlineData("a commit on a detached HEAD")]
    [InlineData("a commit that only a tag reaches")]
    [InlineData("a commit that only the reflog reaches")]
    [InlineData("a stash")]
    [InlineData("a change to a file marked skip-worktree")]
    [InlineData("a change to a file marked assume-unchanged")]
    [InlineData("a worktree")]
    [InlineData("another work tree")]
    [InlineData("a common folder elsewhere")]
    [InlineData("a repository in an ignored folder")]
    [InlineData("a bare repository in an ignored folder")]
    [InlineData("no repository")]
    public async Task A_new_session_moves_work_aside_and_says_where(string work)
    {
        await container.RunAsync(request);
        await WorkAsync(container.Clone("app"), work);
        var before = Fingerprint(container.Clone("app"));

        var result = await container.RunAsync(NewSession);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(app.Main, Assert.Single(result.Report.Repositories).LatestCommit);
        Assert.Contains("/workspaces/.moved-aside/app-1", Assert.Single(result.Report.Warnings), StringComparison.Ordinal);
        Assert.Equal(before, Fingerprint(container.Clone(".moved-aside/app-1")));
        Assert.Equal("", await Command.GitAsync(container.Clone("app"), "status", "--porcelain"));

        // Told as long as it is there, by later starts too.
        Assert.Single((await container.RunAsync(NewSession)).Report.Warnings);
        Directory.Delete(container.Clone(".moved-aside/app-1"), recursive: true);
        Assert.Empty((await container.RunAsync(NewSession)).Report.Warnings);
    }

    [Theory]
    [InlineData("RemoteTag", "v1.0")]
    [InlineData("RemoteCommit", "CHANGE")]
    public async Task A_commit_that_no_branch_of_the_remote_has_is_not_the_user_s_work(string mode, string target)
    {
        request = Requests.Of(request.Repositories[0] with { TargetMode = mode, CloneTarget = target.Replace("CHANGE", app.Change, StringComparison.Ordinal) });
        await container.RunAsync(request);

        Assert.Empty((await container.RunAsync(NewSession)).Report.Warnings);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tag_that_no_branch_of_the_remote_has_is_not_the_user_s_work(bool later)
    {
        if (later) await container.RunAsync(request);
        await Command.GitAsync(app.Bare, "tag", "off-branch", app.Change);
        await Command.GitAsync(app.Bare, "tag", "-a", "-m", "off branch", "off-branch-too", app.Change);
        if (later) await Command.GitAsync(container.Clone("app"), "fetch", "--quiet", "--tags");
        else await container.RunAsync(request);
        Assert.Equal(app.Change, await Command.GitAsync(container.Clone("app"), "rev-parse", "off-branch"));

        Assert.Empty((await container.RunAsync(NewSession)).Report.Warnings);
    }

    [Fact]
    public async Task An_empty_repository_is_replaced_too()
    {
        var name = $"empty-{app.Name}.git";
        await Command.GitAsync(server.Repositories, "init", "--quiet", "--bare", "--initial-branch=main", name);
        request = Requests.Of(Requests.Git($"{server.Address}/open/{name}", location: "app"));
        await container.RunAsync(request);

        var result = await container.RunAsync(NewSession);

        Assert.Null(result.Report.Failure);
        Assert.Empty(result.Report.Warnings);
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("file")]
    [InlineData("link")]
    public async Task What_we_did_not_make_is_moved_aside_too(string what)
    {
        using var outside = new TemporaryFolder();
        await container.RunAsync(null);
        if (what == "file") await File.WriteAllTextAsync(container.Clone("app"), "work");
        if (what == "link") File.CreateSymbolicLink(container.Clone("app"), outside.Path);
        if (what == "folder")
        {
            Directory.CreateDirectory(container.Clone("app"));
            await File.WriteAllTextAsync(container.Clone("app/file"), "work");
        }

        var result = await container.RunAsync(request);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("/workspaces/.moved-aside/app-1", Assert.Single(result.Report.Warnings), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(outside.Path));
        if (what != "link") Assert.Equal("work", await File.ReadAllTextAsync(container.Clone(".moved-aside/app-1" + (what == "folder" ? "/file" : ""))));
    }

    [Fact]
    public async Task A_failed_new_session_leaves_the_old_content_in_place()
    {
        await container.RunAsync(request);
        var before = Fingerprint(container.Clone("app"));
        Directory.Move(app.Bare, app.Bare + ".away");

        var result = await container.RunAsync(NewSession);

        Assert.Equal((1, 1), (result.ExitCode, result.Report.Failure?.Refusals));
        Assert.Equal(before, Fingerprint(container.Clone("app")));
        Assert.Equal(0, (await container.RunAsync(request)).ExitCode);
    }

    [Fact]
    public async Task A_clone_that_was_deleted_is_made_again()
    {
        await container.RunAsync(request);
        Directory.Delete(container.Clone("app"), recursive: true);

        Assert.Equal(app.Main, Assert.Single((await container.RunAsync(request)).Report.Repositories).LatestCommit);
    }

    [Fact]
    public async Task Killed_in_the_middle_of_a_clone_it_starts_again()
    {
        var slow = request with { Repositories = [request.Repositories[0] with { RemoteUri = $"{server.Address}/slow/{app.Name}.git" }] };
        using (var process = container.Start(slow))
        {
            await Eventually.TrueAsync(() => Directory.Exists(Path.Combine(container.State, "unfinished/clone-0/.git/objects")), "the clone has begun");
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        Assert.Empty(Directory.GetFileSystemEntries(container.Workspaces));

        var result = await container.RunAsync(request);

        Assert.Equal((0, app.Main), (result.ExitCode, Assert.Single(result.Report.Repositories).LatestCommit));
        Assert.Empty(result.Report.Warnings);
        Assert.False(Directory.Exists(Path.Combine(container.State, "unfinished")));
    }

    [Fact]
    public async Task A_hook_or_setting_of_the_user_runs_nothing_in_the_init_container()
    {
        await container.RunAsync(request);
        var marker = Path.Combine(container.Volume, "pwned");
        await Command.GitAsync(container.Clone("app"), "config", "core.fsmonitor", $"touch {marker}");
        await Command.GitAsync(container.Clone("app"), "config", "core.hooksPath", container.Volume);

        await container.RunAsync(request);
        await container.RunAsync(NewSession);

        Assert.False(File.Exists(marker));
    }

    [Theory]
    [InlineData("a filter")]
    [InlineData("a filter for one work tree")]
    [InlineData("a filter behind an include")]
    [InlineData("a filter behind a conditional include")]
    [InlineData("a remote to fetch missing objects from")]
    public async Task Settings_that_name_a_program_are_moved_aside_with_the_clone_and_run_nothing(string setting)
    {
        await container.RunAsync(request);
        var clone = container.Clone("app");
        var marker = Path.Combine(container.Volume, "pwned");
        var program = $"touch {marker}; cat";
        await File.WriteAllTextAsync(Path.Combine(clone, ".git/info/attributes"), "* filter=mine\n");
        await File.WriteAllTextAsync(Path.Combine(clone, ".git/more"), $"[filter \"mine\"]\n\tclean = \"{program}\"\n");
        switch (setting)
        {
            case "a filter":
                await Command.GitAsync(clone, "config", "FILTER.mine.clean", program);
                break;
            case "a filter for one work tree":
                await Command.GitAsync(clone, "config", "extensions.worktreeConfig", "true");
                await Command.GitAsync(clone, "config", "--worktree", "filter.mine.clean", program);
                break;
            case "a filter behind an include":
                await Command.GitAsync(clone, "config", "include.path", "more");
                break;
            case "a filter behind a conditional include":
                await Command.GitAsync(clone, "config", "includeIf.gitdir:/**.path", "more");
                break;
            case "a remote to fetch missing objects from":
                await Command.GitAsync(clone, "config", "core.gitProxy", $"{Path.Combine(container.Volume, "proxy")}");
                await File.WriteAllTextAsync(Path.Combine(container.Volume, "proxy"), $"#!/bin/sh\ntouch {marker}\n");
                File.SetUnixFileMode(Path.Combine(container.Volume, "proxy"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
                await Command.GitAsync(clone, "config", "extensions.partialClone", "origin");
                await Command.GitAsync(clone, "config", "core.repositoryFormatVersion", "1");
                await Command.GitAsync(clone, "config", "remote.origin.promisor", "true");
                await Command.GitAsync(clone, "remote", "set-url", "origin", "git://127.0.0.1/none");
                await File.WriteAllTextAsync(Path.Combine(clone, ".git/refs/tags/none"), new string('1', 40) + "\n");
                break;
        }

        // Same content and size, but not the time that the index knows: git has to read the file to know whether it changed.
        File.SetLastWriteTimeUtc(Path.Combine(clone, "README.md"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await container.RunAsync(request);
        var result = await container.RunAsync(NewSession);

        Assert.False(File.Exists(marker));
        Assert.Contains("/workspaces/.moved-aside/app-1", Assert.Single(result.Report.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_clones_with_read_only_folders_are_replaced_by_an_ordinary_user()
    {
        await Command.NeedSomebodyElseAsync();
        string[] user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];
        await container.OpenAsync(65534);
        await container.RunAsync(request, user);
        await Command.RunAsync("sh", ["-c", "mkdir -p build/sealed/deep && touch build/sealed/file && chown -R 65534:65534 build && chmod 0 build/sealed && chmod 0555 ."], container.Clone("app"));

        // Not readable: moved aside, although its own mode forbids to move it.
        var aside = await container.RunAsync(NewSession, user);
        Assert.Null(aside.Report.Failure);
        Assert.Contains("/workspaces/.moved-aside/app-1", Assert.Single(aside.Report.Warnings), StringComparison.Ordinal);
        Assert.False(File.GetUnixFileMode(container.Clone(".moved-aside/app-1")).HasFlag(UnixFileMode.UserWrite));

        await Command.RunAsync("sh", ["-c", "mkdir -p build/sealed/deep && touch build/sealed/deep/file && chown -R 65534:65534 build && chmod -R a-w ."], container.Clone("app"));
        var replaced = await container.RunAsync(NewSession with { Session = "3" }, user);

        Assert.Null(replaced.Report.Failure);
        Assert.False(Path.Exists(container.Clone("app/build")));
        Assert.Equal(["content.json"], Directory.GetFileSystemEntries(container.State).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_cannot_be_deleted_holds_nothing_up()
    {
        await Command.NeedSomebodyElseAsync();
        string[] user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];
        await container.OpenAsync(65534);
        await container.RunAsync(request, user);
        // Another user's folder, as root in dev may leave one behind.
        await Command.RunAsync("sh", ["-c", "mkdir -p build/other && touch build/other/file && chmod -R a+rX build"], container.Clone("app"));

        for (var session = 2; session < 5; session++)
        {
            var result = await container.RunAsync(request with { Session = $"{session}" }, user);

            Assert.Null(result.Report.Failure);
            Assert.Contains("unfinished", result.Log, StringComparison.Ordinal);
            Assert.False(Path.Exists(container.Clone("app/build")));
        }

        await Command.RunAsync("chown", ["-R", "65534", container.State]);
        await container.RunAsync(request with { Session = "4" }, user);
        Assert.Equal(["content.json"], Directory.GetFileSystemEntries(container.State).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Locations_that_look_alike_are_replaced_side_by_side()
    {
        var git = request.Repositories[0];
        request = Requests.Of(git with { CheckoutLocation = "a/b" }, git with { CheckoutLocation = "a-b" });
        await container.RunAsync(request);

        var result = await container.RunAsync(NewSession);

        Assert.Null(result.Report.Failure);
        Assert.Empty(result.Report.Warnings);
        Assert.Equal(["/workspaces/a/b", "/workspaces/a-b"], result.Report.Repositories.Select(repository => repository.Location));
    }

    private static async Task WorkAsync(string clone, string work)
    {
        var file = Path.Combine(clone, "README.md");
        switch (work)
        {
            case "ignored files":
                Directory.CreateDirectory(Path.Combine(clone, "build"));
                await File.WriteAllTextAsync(Path.Combine(clone, "build/out"), "out");
                break;
            case "a branch at a remote commit":
                await Command.GitAsync(clone, "checkout", "--quiet", "-b", "mine", "origin/feature/one");
                break;
            case "a changed file":
                await File.WriteAllTextAsync(file, "mine");
                break;
            case "an untracked file":
                await File.WriteAllTextAsync(file + ".new", "mine");
                await Command.GitAsync(clone, "config", "status.showUntrackedFiles", "no");
                break;
            case "a staged file":
                await File.WriteAllTextAsync(file, "mine");
                await Command.GitAsync(clone, "add", ".");
                break;
            case "a commit":
                await Command.GitAsync(clone, "commit", "--quiet", "--allow-empty", "-m", "mine");
                break;
            case "a commit on another branch":
                await Command.GitAsync(clone, "checkout", "--quiet", "-b", "mine");
                await Command.GitAsync(clone, "commit", "--quiet", "--allow-empty", "-m", "mine");
                await Command.GitAsync(clone, "checkout", "--quiet", "main");
                break;
            case "a commit on a detached HEAD":
                await Command.GitAsync(clone, "checkout", "--quiet", "--detach");
                await Command.GitAsync(clone, "commit", "--quiet", "--allow-empty", "-m", "mine");
                break;
            case "a tag at a remote commit":
                await Command.GitAsync(clone, "tag", "mine", "origin/feature/one");
                break;
            case "a fetch and a pull":
                await Command.GitAsync(clone, "fetch", "--quiet", "--tags");
                await Command.GitAsync(clone, "pull", "--quiet", "--ff-only");
                break;
            case "a sparse checkout":
                await Command.GitAsync(clone, "sparse-checkout", "set", "--no-cone", "/nothing");
                break;
            case "a link to its own folder":
                Directory.CreateDirectory(Path.Combine(clone, "build"));
                File.CreateSymbolicLink(Path.Combine(clone, "build/loop"), clone);
                break;
            case "a commit that only a tag reaches":
                await Command.GitAsync(clone, "checkout", "--quiet", "--detach");
                await Command.GitAsync(clone, "commit", "--quiet", "--allow-empty", "-m", "mine");
                await Command.GitAsync(clone, "tag", "mine");
                await Command.GitAsync(clone, "checkout", "--quiet", "main");
                await Command.GitAsync(clone, "reflog", "expire", "--expire=all", "--all");
                break;
            case "a commit that only the reflog reaches":
                await Command.GitAsync(clone, "checkout", "--quiet", "--detach");
                await Command.GitAsync(clone, "commit", "--quiet", "--allow-empty", "-m", "mine");
                await Command.GitAsync(clone, "checkout", "--quiet", "main");
                break;
            case "a change to a file marked skip-worktree":
                await Command.GitAsync(clone, "update-index", "--skip-worktree", "README.md");
                await File.WriteAllTextAsync(file, "mine");
                break;
            case "a change to a file marked assume-unchanged":
                await Command.GitAsync(clone, "update-index", "--assume-unchanged", "README.md");
                await File.WriteAllTextAsync(file, "mine");
                break;
            case "another work tree":
                await Command.GitAsync(clone, "config", "core.worktree", Path.Combine(clone, "../elsewhere"));
                Directory.CreateDirectory(Path.Combine(clone, "../elsewhere"));
                foreach (var name in (string[])["README.md", ".gitignore"]) File.Copy(Path.Combine(clone, name), Path.Combine(clone, "../elsewhere", name));
                await File.WriteAllTextAsync(file, "mine");
                break;
            case "a common folder elsewhere":
                await File.WriteAllTextAsync(Path.Combine(clone, ".git/commondir"), "../../common\n");
                foreach (var part in (string[])["objects", "refs", "config", "packed-refs"])
                {
                    Directory.CreateDirectory(Path.Combine(clone, "../common"));
                    Directory.Move(Path.Combine(clone, ".git", part), Path.Combine(clone, "../common", part));
                }

                break;
            case "a repository in an ignored folder":
                await Command.GitAsync(clone, "init", "--quiet", Path.Combine(clone, "build/deep/own"));
                break;
            case "a bare repository in an ignored folder":
                await Command.GitAsync(clone, "init", "--quiet", "--bare", Path.Combine(clone, "build/own"));
                break;
            case "a stash":
                await File.WriteAllTextAsync(file, "mine");
                await Command.GitAsync(clone, "stash", "--quiet");
                break;
            case "a worktree":
                await Command.GitAsync(clone, "worktree", "add", "--quiet", Path.Combine(clone, "build/tree"), "origin/feature/one");
                break;
            case "no repository":
                Directory.Delete(Path.Combine(clone, ".git"), recursive: true);
                break;
        }
    }

    private static string Fingerprint(string folder) => string.Join('\n', Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) != "index")
        .Select(file => $"{Path.GetRelativePath(folder, file)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}").Order());
}
