using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Content;

/// <summary>What a second start leaves, and what it makes anew.</summary>
[Trait("Category", "Program")]
public sealed class SecondStartTests(GitServer server) : SecondStart(server)
{
    [Fact]
    public async Task The_same_session_clones_nothing_and_reports_what_the_user_did_since()
    {
        await Container.RunAsync(Request);
        await Command.GitAsync(Container.Clone("app"), "checkout", "--quiet", "-b", "mine");
        await Command.GitAsync(Container.Clone("app"), "commit", "--quiet", "--allow-empty", "-m", "mine");
        Container.NewPod();
        Directory.Move(App.Bare, App.Bare + ".away");

        var result = await Container.RunAsync(Request);

        Assert.Equal(0, result.ExitCode);
        var repository = Assert.Single(result.Report.Repositories);
        Assert.Equal("mine", repository.Branch);
        Assert.Equal(await Command.GitAsync(Container.Clone("app"), "rev-parse", "mine"), repository.LatestCommit);
        Assert.True(File.Exists(Path.Combine(Container.Bin, "supervisor")));
    }

    [Fact]
    public async Task An_empty_repository_is_replaced_too()
    {
        var name = $"empty-{App.Name}.git";
        await Command.GitAsync(Server.Repositories, "init", "--quiet", "--bare", "--initial-branch=main", name);
        Request = Requests.Of(Requests.Git($"{Server.Address}/open/{name}", location: "app"));
        await Container.RunAsync(Request);

        var result = await Container.RunAsync(NewSession);

        Assert.Null(result.Report.Failure);
        Assert.Empty(result.Report.Warnings);
    }

    [Fact]
    public async Task A_failed_new_session_leaves_the_old_content_in_place()
    {
        await Container.RunAsync(Request);
        var before = UserWork.Fingerprint(Container.Clone("app"));
        Directory.Move(App.Bare, App.Bare + ".away");

        var result = await Container.RunAsync(NewSession);

        Assert.Equal((1, 1), (result.ExitCode, result.Report.Failure?.Refusals));
        Assert.Equal(before, UserWork.Fingerprint(Container.Clone("app")));
        Assert.Equal(0, (await Container.RunAsync(Request)).ExitCode);
    }

    [Fact]
    public async Task A_clone_that_was_deleted_is_made_again()
    {
        await Container.RunAsync(Request);
        Directory.Delete(Container.Clone("app"), recursive: true);

        Assert.Equal(App.Main, Assert.Single((await Container.RunAsync(Request)).Report.Repositories).LatestCommit);
    }

    [Fact]
    public async Task Killed_in_the_middle_of_a_clone_it_starts_again()
    {
        var slow = Request with { Repositories = [Request.Repositories[0] with { RemoteUri = $"{Server.Address}/slow/{App.Name}.git" }] };
        using (var process = Container.Start(slow))
        {
            await Eventually.TrueAsync(() => Directory.Exists(Path.Combine(Container.State, "unfinished/clone-0/.git/objects")), "the clone has begun");
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        Assert.Empty(Directory.GetFileSystemEntries(Container.Workspaces));

        var result = await Container.RunAsync(Request);

        Assert.Equal((0, App.Main), (result.ExitCode, Assert.Single(result.Report.Repositories).LatestCommit));
        Assert.Empty(result.Report.Warnings);
        Assert.False(Directory.Exists(Path.Combine(Container.State, "unfinished")));
    }

    [Fact]
    public async Task Locations_that_look_alike_are_replaced_side_by_side()
    {
        var git = Request.Repositories[0];
        Request = Requests.Of(git with { CheckoutLocation = "a/b" }, git with { CheckoutLocation = "a-b" });
        await Container.RunAsync(Request);

        var result = await Container.RunAsync(NewSession);

        Assert.Null(result.Report.Failure);
        Assert.Empty(result.Report.Warnings);
        Assert.Equal(["/workspaces/a/b", "/workspaces/a-b"], result.Report.Repositories.Select(repository => repository.Location));
    }
}
