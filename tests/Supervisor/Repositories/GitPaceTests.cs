using Environs.Supervisor.Repositories;

namespace Environs.Supervisor.Tests.Repositories;

public sealed class GitPaceTests
{
    private readonly GitPace pace = new(new GitSettings("git"));

    [Fact]
    public void The_first_look_is_at_once() => Assert.True(pace.IsDue(TimeSpan.Zero, isUsed: false));

    [Fact]
    public void While_nothing_changes_it_is_looked_less_and_less_often_down_to_once_a_minute()
    {
        Assert.Equal([10, 20, 40, 60, 60], Pauses(isNews: false, length: 0.01, looks: 5));
    }

    [Fact]
    public void While_files_change_it_is_looked_every_ten_seconds() => Assert.Equal([10, 10, 10], Pauses(isNews: true, length: 0.2, looks: 3));

    [Fact]
    public void A_look_that_takes_long_is_paid_for_with_a_long_pause() => Assert.Equal([100, 100], Pauses(isNews: true, length: 2, looks: 2));

    [Theory]
    [InlineData(0.2, 2)]
    [InlineData(3, 30)]
    public void When_git_was_used_it_is_looked_soon_for_what_that_costs(double length, int seconds)
    {
        pace.Looked(TimeSpan.Zero, TimeSpan.FromSeconds(length), isNews: false);

        Assert.False(pace.IsDue(TimeSpan.FromSeconds(seconds - 0.1), isUsed: true));
        Assert.True(pace.IsDue(TimeSpan.FromSeconds(seconds), isUsed: true));
        Assert.False(pace.IsDue(TimeSpan.FromSeconds(seconds), isUsed: false));
    }

    private IEnumerable<int> Pauses(bool isNews, double length, int looks)
    {
        var now = TimeSpan.Zero;
        for (var i = 0; i < looks; i++)
        {
            pace.Looked(now, TimeSpan.FromSeconds(length), isNews);
            var pause = 0;
            while (!pace.IsDue(now + TimeSpan.FromSeconds(pause), isUsed: false)) pause++;
            now += TimeSpan.FromSeconds(pause);
            yield return pause;
        }
    }
}
