using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Content;

/// <summary>A new session replaces what the remote has, and moves aside what only the user has.</summary>
[Trait("Category", "Program")]
public sealed class UnsavedWorkTests(GitServer server) : SecondStart(server)
{
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
        await Container.RunAsync(Request);
        await UserWork.DoAsync(Container.Clone("app"), work);

        var result = await Container.RunAsync(NewSession);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("main", Assert.Single(result.Report.Repositories).Branch);
        Assert.Empty(result.Report.Warnings);
        Assert.Equal(["app"], Directory.GetFileSystemEntries(Container.Workspaces).Select(Path.GetFileName));
        Assert.Equal(["content.json"], Directory.GetFileSystemEntries(Container.State).Select(Path.GetFileName));
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
        await Container.RunAsync(Request);
        await UserWork.DoAsync(Container.Clone("app"), work);
        var before = UserWork.Fingerprint(Container.Clone("app"));

        var result = await Container.RunAsync(NewSession);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(App.Main, Assert.Single(result.Report.Repositories).LatestCommit);
        Assert.Contains("/workspaces/.moved-aside/app-1", Assert.Single(result.Report.Warnings), StringComparison.Ordinal);
        Assert.Equal(before, UserWork.Fingerprint(Container.Clone(".moved-aside/app-1")));
        Assert.Equal("", await Command.GitAsync(Container.Clone("app"), "status", "--porcelain"));

        // Told as long as it is there, by later starts too.
        Assert.Single((await Container.RunAsync(NewSession)).Report.Warnings);
        Directory.Delete(Container.Clone(".moved-aside/app-1"), recursive: true);
        Assert.Empty((await Container.RunAsync(NewSession)).Report.Warnings);
    }

    [Theory]
    [InlineData("RemoteTag", "v1.0")]
    [InlineData("RemoteCommit", "CHANGE")]
    public async Task A_commit_that_no_branch_of_the_remote_has_is_not_the_user_s_work(string mode, string target)
    {
        Request = Requests.Of(Request.Repositories[0] with { TargetMode = mode, CloneTarget = target.Replace("CHANGE", App.Change, StringComparison.Ordinal) });
        await Container.RunAsync(Request);

        Assert.Empty((await Container.RunAsync(NewSession)).Report.Warnings);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tag_that_no_branch_of_the_remote_has_is_not_the_user_s_work(bool later)
    {
        if (later) await Container.RunAsync(Request);
        await Command.GitAsync(App.Bare, "tag", "off-branch", App.Change);
        await Command.GitAsync(App.Bare, "tag", "-a", "-m", "off branch", "off-branch-too", App.Change);
        if (later) await Command.GitAsync(Container.Clone("app"), "fetch", "--quiet", "--tags");
        else await Container.RunAsync(Request);
        Assert.Equal(App.Change, await Command.GitAsync(Container.Clone("app"), "rev-parse", "off-branch"));

        Assert.Empty((await Container.RunAsync(NewSession)).Report.Warnings);
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("file")]
    [InlineData("link")]
    public async Task What_we_did_not_make_is_moved_aside_too(string what)
    {
        using var outside = new TemporaryFolder();
        await Container.RunAsync(null);
        if (what == "file") await File.WriteAllTextAsync(Container.Clone("app"), "work");
        if (what == "link") File.CreateSymbolicLink(Container.Clone("app"), outside.Path);
        if (what == "folder")
        {
            Directory.CreateDirectory(Container.Clone("app"));
            await File.WriteAllTextAsync(Container.Clone("app/file"), "work");
        }

        var result = await Container.RunAsync(Request);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("/workspaces/.moved-aside/app-1", Assert.Single(result.Report.Warnings), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(outside.Path));
        if (what != "link") Assert.Equal("work", await File.ReadAllTextAsync(Container.Clone(".moved-aside/app-1" + (what == "folder" ? "/file" : ""))));
    }
}
