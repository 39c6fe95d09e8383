using Environs.Protocol.Supervision;
using Environs.Supervisor.Repositories;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Repositories;

/// <summary>A clone in which a test works as its user would, and what the supervisor says of it.</summary>
public sealed class TestClone : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private string first = "";

    public string Path => folder["work/app"];

    public string Remote => folder["remote.git"];

    public string this[string file] => System.IO.Path.Combine(Path, file);

    public static async Task<TestClone> OfAsync(params string[] files)
    {
        var clone = new TestClone();
        await Command.GitAsync(clone.folder.Path, "init", "--quiet", "--bare", "--initial-branch=main", clone.Remote);
        await Command.GitAsync(clone.folder.Path, "clone", "--quiet", clone.Remote, clone.Path);
        if (files.Length == 0) return clone;
        foreach (var file in files) await clone.WriteAsync(file, $"{file}\nits first\ncontent\n");
        await clone.CommitAsync("First");
        await Command.GitAsync(clone.Path, "push", "--quiet", "origin", "HEAD");
        clone.first = await Command.GitAsync(clone.Path, "rev-parse", "HEAD");
        return clone;
    }

    public async Task WriteAsync(string file, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[file])!);
        await File.WriteAllTextAsync(this[file], text);
    }

    public async Task CommitAsync(string subject)
    {
        await Command.GitAsync(Path, "add", "--all");
        await Command.GitAsync(Path, "commit", "--quiet", "--allow-empty", "-m", subject);
    }

    internal static GitSettings Settings { get; } = new("git");

    internal DesiredRepository Wanted => new() { Folder = Path, FirstCommit = first };

    internal Task<RepositoryReport?> LookAsync(GitSettings? settings = null, RepositoryReport? before = null) =>
        new RepositoryLook(new GitLook(settings ?? Settings, TimeProvider.System)).AtAsync(Wanted, before, CancellationToken.None);

    /// <summary>The changes as people write them.</summary>
    internal async Task<IEnumerable<string>> ChangesAsync() =>
        (await LookAsync())!.ChangedFiles.Select(file => $"{file.Type} {(file.OldPath.Length > 0 ? file.OldPath + " > " : "")}{file.Path}");

    public void Dispose() => folder.Dispose();
}
