using Environs.Protocol.Supervision;
using Environs.Supervisor.Repositories;
using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Repositories;

[Trait("Category", "Program")]
public sealed class GitWatchTests
{
    [Fact]
    public async Task Changes_are_told_once_and_nothing_is_while_nothing_changes()
    {
        using var one = await TestClone.OfAsync("a");
        using var two = await TestClone.OfAsync("b");
        var changes = 0;
        var watch = new GitWatch(TestClone.Settings with { Shortest = TimeSpan.Zero, Longest = TimeSpan.Zero, Rest = 0, ShortRest = 0 }, new Log(TextWriter.Null), TimeProvider.System);
        watch.Changed += atOnce => changes += atOnce ? 100 : 1;
        await watch.RoundAsync(CancellationToken.None);
        Assert.Null(Told(watch));
        Assert.Equal(0, changes);

        watch.Take(new Desired { Repositories = { one.Wanted, two.Wanted } });
        Assert.Null(Told(watch));
        await watch.RoundAsync(CancellationToken.None);
        Assert.Equal([one.Path, two.Path], Told(watch)!.Repositories.Select(repository => repository.Folder));
        Assert.Equal(1, changes);

        await watch.RoundAsync(CancellationToken.None);
        Assert.Equal(1, changes);

        await two.WriteAsync("new", "new");
        await watch.RoundAsync(CancellationToken.None);
        Assert.Equal([0, 1], Told(watch)!.Repositories.Select(repository => repository.TotalChangedFiles));
        Assert.Equal(2, changes);

        Directory.Delete(one.Path, recursive: true);
        await watch.RoundAsync(CancellationToken.None);
        Assert.Equal([two.Path], Told(watch)!.Repositories.Select(repository => repository.Folder));
        Assert.Equal(3, changes);

        watch.Take(new Desired());
        Assert.Null(Told(watch));
    }

    [Fact]
    public async Task A_commit_is_seen_before_the_next_look_at_the_files_would_be_due()
    {
        using var clone = await TestClone.OfAsync("a");
        var watch = new GitWatch(TestClone.Settings with { Shortest = TimeSpan.FromHours(1), Longest = TimeSpan.FromHours(1) }, new Log(TextWriter.Null), TimeProvider.System);
        watch.Take(new Desired { Repositories = { clone.Wanted } });
        await watch.RoundAsync(CancellationToken.None);

        await clone.CommitAsync("Mine");

        await Eventually.TrueAsync(() => Look(watch)?.Repositories[0].TotalUnpushedCommits == 1, "the commit is told");
    }

    private static GitReport? Look(GitWatch watch)
    {
        watch.RoundAsync(CancellationToken.None).GetAwaiter().GetResult();
        return Told(watch);
    }

    private static GitReport? Told(GitWatch watch)
    {
        var report = new Report();
        watch.FillIn(report);
        return report.Git;
    }
}
