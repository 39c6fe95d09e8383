namespace Environs.Supervisor.Tests.Support;

/// <summary>A bare repository on the server, with branches, tags and a commit that no branch leads to.</summary>
public sealed class TestRepository
{
    public required string Name { get; init; }

    public required string Bare { get; init; }

    /// <summary>Tip of main.</summary>
    public required string Main { get; init; }

    /// <summary>Tip of feature/one.</summary>
    public required string Feature { get; init; }

    /// <summary>First commit, tagged v1.0.</summary>
    public required string First { get; init; }

    /// <summary>Commit of pull request 7, on no branch.</summary>
    public required string Change { get; init; }

    public static async Task<TestRepository> CreateAsync(GitServer server, string name)
    {
        using var work = new TemporaryFolder();
        var folder = work.Path;
        await Command.GitAsync(folder, "init", "--quiet", "--initial-branch=main");
        await File.WriteAllTextAsync(work["README.md"], "one\n");
        await File.WriteAllTextAsync(work[".gitignore"], "build/\n");
        await Command.GitAsync(folder, "add", ".");
        await Command.GitAsync(folder, "commit", "--quiet", "-m", "one");
        await Command.GitAsync(folder, "tag", "v1.0");
        var first = await Command.GitAsync(folder, "rev-parse", "HEAD");
        var feature = await CommitAsync(work, "feature/one", "feature.txt");
        var change = await CommitAsync(work, "change", "change.txt");
        await Command.GitAsync(folder, "checkout", "--quiet", "main");
        await File.WriteAllTextAsync(work["README.md"], "two\n");
        await Command.GitAsync(folder, "commit", "--quiet", "-am", "two");
        var main = await Command.GitAsync(folder, "rev-parse", "HEAD");

        var bare = Path.Combine(server.Repositories, name + ".git");
        await Command.GitAsync(folder, "init", "--quiet", "--bare", "--initial-branch=main", bare);
        await Command.GitAsync(folder, "push", "--quiet", bare, "main", "feature/one", "v1.0", "change:refs/pull/7/head", "change:refs/merge-requests/7/head");
        return new TestRepository { Name = name, Bare = bare, Main = main, Feature = feature, First = first, Change = change };
    }

    private static async Task<string> CommitAsync(TemporaryFolder work, string branch, string file)
    {
        await Command.GitAsync(work.Path, "checkout", "--quiet", "-b", branch, "v1.0");
        await File.WriteAllTextAsync(work[file], branch + "\n");
        await Command.GitAsync(work.Path, "add", ".");
        await Command.GitAsync(work.Path, "commit", "--quiet", "-m", branch);
        return await Command.GitAsync(work.Path, "rev-parse", "HEAD");
    }
}
