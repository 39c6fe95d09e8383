using Environs.Crds;

namespace Environs.EndToEnd.Tests.Content;

[Trait("Category", "Cluster")]
public sealed class CloneTests(ClonedEnvironment cloned) : IClassFixture<ClonedEnvironment>
{
    [Theory]
    [InlineData("app", "main", "main")]
    [InlineData("branch", "feature/login", "feature/login")]
    [InlineData("nested/local", "mine", "main")]
    [InlineData("tag", "HEAD", "v1.0")]
    [InlineData("commit", "HEAD", "feature/login")]
    [InlineData("git-protocol", "main", "main")]
    [InlineData("lib", "main", "main")]
    public async Task Each_way_to_name_a_target_checks_it_out(string folder, string branch, string reference)
    {
        var expected = await cloned.Server.CommitAsync(reference, folder == "lib" ? "lib" : "app");
        Assert.Equal(
            $"{branch} {expected} clean",
            await cloned.Environment.ExecAsync($"cd /workspaces/{folder} && echo $(git rev-parse --abbrev-ref HEAD) $(git rev-parse HEAD) $(git status --porcelain | grep . || echo clean)"));
    }

    [Fact]
    public async Task The_fork_knows_its_upstream() =>
        Assert.Equal(cloned.Server.Url(cloned.Here.Namespace, "lib"), await cloned.Environment.ExecAsync("git -C /workspaces/app remote get-url upstream"));

    [Fact]
    public async Task Commits_are_the_users() =>
        Assert.StartsWith("Grace Hopper <grace@example.com> ", await cloned.Environment.ExecAsync("git -C /workspaces/branch var GIT_COMMITTER_IDENT"));

    [Fact]
    public async Task The_user_may_change_everything() =>
        Assert.Equal("none", await cloned.Environment.ExecAsync("find /workspaces ! -writable ! -path '*/objects/*' ! -type l | grep . || echo none"));

    [Fact]
    public async Task The_status_shows_the_first_repository()
    {
        var content = (await cloned.Environment.StatusAsync()).Content!;
        Assert.Equal(
            (ContentPhases.Ready, "/workspaces/app", cloned.Server.Url(cloned.Here.Namespace), "main", await cloned.Server.CommitAsync("main")),
            (content.Phase, content.ContentLocationInMachine, content.Git!.CloneUrl, content.Git.Branch, content.Git.LatestCommit));
    }
}
