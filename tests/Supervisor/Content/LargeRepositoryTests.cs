using System.Diagnostics;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Content;

[Trait("Category", "Slow")]
public sealed class LargeRepositoryTests(GitServer server, ITestOutputHelper output)
{
    [Fact]
    public async Task A_repository_of_200_MB_is_cloned_and_shows_its_progress()
    {
        using var work = new TemporaryFolder();
        using var container = new InitContainer();
        await Command.GitAsync(work.Path, "init", "--quiet", "--initial-branch=main");
        await Command.GitAsync(work.Path, "config", "core.compression", "0");
        var random = new Random(1);
        var noise = new byte[1_000_000];
        for (var i = 0; i < 200; i++)
        {
            random.NextBytes(noise);
            await File.WriteAllBytesAsync(work[$"noise-{i}"], noise);
        }

        await Command.GitAsync(work.Path, "add", ".");
        await Command.GitAsync(work.Path, "commit", "--quiet", "-m", "noise");
        await Command.GitAsync(server.Repositories, "clone", "--quiet", "--bare", work.Path, "large.git");
        await Command.GitAsync(Path.Combine(server.Repositories, "large.git"), "config", "pack.window", "0");
        var watch = Stopwatch.StartNew();

        var result = await container.RunAsync(Requests.Of(Requests.Git($"{server.Address}/open/large.git")));

        output.WriteLine($"cloned in {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.Null(result.Report.Failure);
        Assert.Contains("git: Receiving objects: 100%", result.Log, StringComparison.Ordinal);
        Assert.Equal(200, Directory.GetFiles(container.Clone("large")).Length);
        Assert.InRange(new DirectoryInfo(container.Clone("large")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length), 400_000_000, 420_000_000);
    }
}
