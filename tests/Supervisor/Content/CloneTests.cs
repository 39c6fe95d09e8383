using Environs.Protocol.Content;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Content;

/// <summary>Clones over git's smart HTTP and git://, by the init container as a process.</summary>
[Trait("Category", "Program")]
public sealed class CloneTests(GitServer server) : IAsyncLifetime
{
    private readonly InitContainer container = new();
    private TestRepository app = null!;

    public async ValueTask InitializeAsync() => app = await TestRepository.CreateAsync(server, $"app-{Guid.CreateVersion7()}");

    public ValueTask DisposeAsync()
    {
        container.Dispose();
        return ValueTask.CompletedTask;
    }

    private string Url(string kind = "open") => $"{server.Address}/{kind}/{app.Name}.git";

    private string Commit(string name) => name switch
    {
        "main" => app.Main,
        "feature" => app.Feature,
        "first" => app.First,
        "change" => app.Change,
        _ => name,
    };

    [Theory]
    [InlineData("", "", "main", "main")]
    [InlineData("RemoteHead", "", "main", "main")]
    [InlineData("RemoteBranch", "feature/one", "feature/one", "feature")]
    [InlineData("RemoteBranch", "main", "main", "main")]
    [InlineData("LocalBranch", "mine/new", "mine/new", "main")]
    [InlineData("LocalBranch", "feature/one", "feature/one", "feature")]
    [InlineData("LocalBranch", "main", "main", "main")]
    [InlineData("RemoteTag", "v1.0", "", "first")]
    [InlineData("RemoteCommit", "first", "", "first")]
    [InlineData("RemoteCommit", "change", "", "change")]
    public async Task Every_mode_checks_out_what_it_says(string mode, string target, string branch, string commit)
    {
        if (mode == "RemoteCommit") target = Commit(target);

        var result = await container.RunAsync(Requests.Of(Requests.Git(Url(), mode, target, "app")));

        Assert.Equal(0, result.ExitCode);
        Assert.Null(result.Report.Failure);
        Assert.Equal(
            new RepositoryReport { CloneUrl = Url(), Location = "/workspaces/app", Branch = branch, LatestCommit = Commit(commit) },
            Assert.Single(result.Report.Repositories));
        Assert.Equal(Commit(commit), await Command.GitAsync(container.Clone("app"), "rev-parse", "HEAD"));
        Assert.Equal("", await Command.GitAsync(container.Clone("app"), "status", "--porcelain"));
        Assert.True(File.Exists(Path.Combine(container.Clone("app"), "README.md")));
    }

    [Theory]
    [InlineData("", "main", "main")]
    [InlineData("/tree/feature/one", "feature/one", "feature")]
    [InlineData("/blob/feature/one/feature.txt#L1", "feature/one", "feature")]
    [InlineData("/tree/v1.0", "", "first")]
    [InlineData("/commit/FIRST", "", "first")]
    [InlineData("/pull/7", "pull/7", "change")]
    [InlineData("/-/merge_requests/7", "merge-requests/7", "change")]
    [InlineData("/src/branch/feature/one/feature.txt", "feature/one", "feature")]
    public async Task A_page_s_address_checks_out_what_the_page_shows(string page, string branch, string commit)
    {
        var url = $"{server.Address}/open/{app.Name}{page.Replace("FIRST", app.First[..10], StringComparison.Ordinal)}";

        var result = await container.RunAsync(Requests.Of(Requests.Page(url)));

        var repository = Assert.Single(result.Report.Repositories);
        Assert.Equal((0, branch, Commit(commit)), (result.ExitCode, repository.Branch, repository.LatestCommit));
        Assert.Equal($"/workspaces/{app.Name}", repository.Location);
    }

    [Fact]
    public async Task A_branch_follows_its_remote()
    {
        await container.RunAsync(Requests.Of(Requests.Git(Url(), "RemoteBranch", "feature/one", "app"), Requests.Page($"{server.Address}/open/{app.Name}/pull/7", "change")));

        Assert.Equal("origin/feature/one", await Command.GitAsync(container.Clone("app"), "rev-parse", "--abbrev-ref", "@{upstream}"));
        await Command.GitAsync(container.Clone("change"), "pull", "--ff-only");
    }

    [Fact]
    public async Task Several_repositories_stand_side_by_side_with_their_settings()
    {
        var other = await TestRepository.CreateAsync(server, $"other-{Guid.CreateVersion7()}");
        var request = Requests.Of(
            Requests.Git(Url()) with { UpstreamRemoteUri = "https://up.example.com/app.git" },
            Requests.Git($"{server.Address}/open/{other.Name}.git", location: "deep/er/other"));

        var result = await container.RunAsync(request);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal([$"/workspaces/{app.Name}", "/workspaces/deep/er/other"], result.Report.Repositories.Select(r => r.Location));
        var clone = container.Clone(app.Name);
        Assert.Equal("https://up.example.com/app.git", await Command.GitAsync(clone, "remote", "get-url", "upstream"));
        Assert.Equal("Ada Lovelace", await Command.GitAsync(clone, "config", "--local", "user.name"));
        Assert.Equal("ada@example.com", await Command.GitAsync(clone, "config", "--local", "user.email"));
        Assert.Equal("1", result.Report.Session);
    }

    [Fact]
    public async Task Two_repositories_of_one_name_keep_their_folders_at_a_second_start()
    {
        var request = Requests.Of(Requests.Page(Url()), Requests.Page(Url() + "/"));

        foreach (var result in (InitResult[])[await container.RunAsync(request), await container.RunAsync(request)])
            Assert.Equal([$"/workspaces/{app.Name}", $"/workspaces/{app.Name}-2"], result.Report.Repositories.Select(repository => repository.Location));
    }

    [Theory]
    [InlineData("-Ada", "-ada@example.com")]
    [InlineData("--upload-pack=touch /tmp/environs-pwned", "--upload-pack=touch /tmp/environs-pwned")]
    [InlineData(" ö\"'=;#\\ ", "<>")]
    [InlineData("256", "320")]
    public async Task Every_name_that_the_schema_takes_is_written_as_it_is(string name, string email)
    {
        // Its limits count characters, and these take two units each.
        if (name == "256") name = string.Concat(Enumerable.Repeat("🦊", 256));
        if (email == "320") email = string.Concat(Enumerable.Repeat("🦊", 320));

        var result = await container.RunAsync(Requests.Of(Requests.Git(Url(), location: "app")) with { GitUsername = name, GitEmail = email });

        Assert.Null(result.Report.Failure);
        Assert.Equal(name, await Command.GitAsync(container.Clone("app"), "config", "--local", "user.name"));
        Assert.Equal(email, await Command.GitAsync(container.Clone("app"), "config", "--local", "user.email"));
        Assert.False(File.Exists("/tmp/environs-pwned"));
    }

    [Theory]
    [InlineData(257, 1, "gitUsername")]
    [InlineData(1, 321, "gitEmail")]
    public async Task A_name_that_is_too_long_is_refused(int name, int email, string field)
    {
        var request = Requests.Of(Requests.Git(Url(), location: "app")) with { GitUsername = new string('a', name), GitEmail = new string('a', email) };

        var result = await container.RunAsync(request);

        Assert.Equal(1, result.Report.Failure?.Refusals);
        Assert.StartsWith(field, result.Report.Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_repository_is_content_too()
    {
        var bare = Path.Combine(server.Repositories, $"empty-{app.Name}.git");
        await Command.GitAsync(server.Repositories, "init", "--quiet", "--bare", "--initial-branch=main", bare);

        var result = await container.RunAsync(Requests.Of(
            Requests.Git($"{server.Address}/open/empty-{app.Name}.git", location: "a"),
            Requests.Git($"{server.Address}/open/empty-{app.Name}.git", "LocalBranch", "mine", "b")));

        Assert.Equal([("main", ""), ("mine", "")], result.Report.Repositories.Select(r => (r.Branch, r.LatestCommit)));
    }

    [Fact]
    public async Task Credentials_in_the_address_open_the_remote_and_are_kept_nowhere()
    {
        var url = Url("private").Replace("http://", "http://ada:s3cret-pass@", StringComparison.Ordinal);

        var result = await container.RunAsync(Requests.Of(Requests.Git(url, location: "app")));

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(Url("private"), Assert.Single(result.Report.Repositories).CloneUrl);
        Assert.Contains("credentials", Assert.Single(result.Report.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", result.Log, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(container.Volume, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain("s3cret", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_git_protocol_works()
    {
        await using var daemon = new GitDaemon(server.Repositories);

        var good = await container.RunAsync(Requests.Of(Requests.Git($"{daemon.Address}/{app.Name}.git", "RemoteBranch", "feature/one", "app")));
        var gone = await container.RunAsync(Requests.Of(Requests.Git($"{daemon.Address}/gone.git")) with { Session = "2" });

        Assert.Equal((0, app.Feature), (good.ExitCode, Assert.Single(good.Report.Repositories).LatestCommit));
        Assert.Equal((1, 1), (gone.ExitCode, gone.Report.Failure?.Refusals));
    }

    [Fact]
    public async Task Without_a_request_there_are_only_the_folders_and_the_supervisor()
    {
        var result = await container.RunAsync(null);

        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Report.Repositories);
        Assert.Equal(["home", "state", "workspaces"], Directory.GetDirectories(container.Volume).Select(Path.GetFileName).Order());
        Assert.Equal(["environs", "supervisor"], Directory.GetFiles(container.Bin).Select(Path.GetFileName).Order());
        Assert.True(File.GetUnixFileMode(Path.Combine(container.Bin, "supervisor")).HasFlag(UnixFileMode.OtherExecute));
        Assert.True(File.GetUnixFileMode(container.Workspaces).HasFlag(UnixFileMode.SetGroup | UnixFileMode.GroupWrite));
    }
}
