using Environs.Protocol.Supervision;
using Environs.Supervisor.Activity;
using Microsoft.Extensions.Time.Testing;

namespace Environs.Supervisor.Tests.Activity;

public sealed class ActivityTrackerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);
    private readonly FakeTimeProvider time = new();
    private readonly ActivityTracker tracker;
    private readonly List<bool> changes = [];

    public ActivityTrackerTests()
    {
        tracker = new ActivityTracker(time);
        tracker.Take(new Desired { IdleLimit = (long)Limit.TotalMilliseconds });
        tracker.Changed += changes.Add;
    }

    private ActivityReport Report
    {
        get
        {
            var report = new Report();
            tracker.FillIn(report);
            return report.Activity;
        }
    }

    [Fact]
    public void Before_anybody_does_anything_there_is_no_time_and_no_source()
    {
        After(TimeSpan.FromMinutes(10));

        Assert.Equal(new ActivityReport { IdleLimit = 1_800_000 }, Report);
        Assert.Empty(changes);
    }

    [Fact]
    public void A_start_gives_as_long_as_activity_does()
    {
        After(Limit - TimeSpan.FromSeconds(1));
        Assert.False(Report.Idle);

        After(TimeSpan.FromSeconds(1));
        Assert.True(Report.Idle);
        Assert.Equal([true], changes);
    }

    [Fact]
    public void Activity_is_told_at_once_the_first_time_and_then_every_five_minutes_while_it_goes_on()
    {
        for (var i = 0; i < 60 * 12; i++)
        {
            tracker.Seen("Terminal");
            After(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(13, changes.Count);
        Assert.DoesNotContain(true, changes);
        Assert.Equal("Terminal", Report.Source);
    }

    [Fact]
    public void The_last_activity_is_told_in_the_end_with_its_own_time()
    {
        tracker.Seen("Terminal");
        After(TimeSpan.FromMinutes(1));
        tracker.Seen("Command");
        var last = time.GetUtcNow();
        After(TimeSpan.FromMinutes(3));
        Assert.Equal("Terminal", Report.Source);
        After(TimeSpan.FromMinutes(1));

        Assert.Equal(("Command", last.ToUnixTimeMilliseconds()), (Report.Source, Report.At));
        var before = changes.Count;
        for (var i = 0; i < 20; i++) After(TimeSpan.FromMinutes(1));
        Assert.Equal(before, changes.Count);
    }

    [Fact]
    public void Who_comes_back_is_told_at_once()
    {
        After(Limit);
        Assert.True(Report.Idle);

        tracker.Seen("Terminal");

        Assert.False(Report.Idle);
        Assert.Equal([true, true], changes);
    }

    [Fact]
    public void Without_a_limit_nobody_is_idle()
    {
        tracker.Take(new Desired());
        After(TimeSpan.FromDays(30));

        Assert.False(Report.Idle);
    }

    [Fact]
    public void Another_limit_is_judged_by_at_once()
    {
        After(TimeSpan.FromMinutes(10));
        changes.Clear();

        tracker.Take(new Desired { IdleLimit = 60_000 });

        Assert.Equal((true, 60_000), (Report.Idle, Report.IdleLimit));
        Assert.Equal([true], changes);
        tracker.Take(new Desired { IdleLimit = 60_000 });
        Assert.Equal([true], changes);
    }

    [Fact]
    public void A_start_that_takes_long_is_not_held_against_anybody()
    {
        for (var i = 0; i < 100; i++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            tracker.Postpone();
        }

        Assert.False(Report.Idle);
        Assert.Equal(0, Report.At);
        After(Limit);
        Assert.True(Report.Idle);
    }

    [Theory]
    [InlineData(-365)]
    [InlineData(365)]
    public void A_clock_that_is_set_makes_nobody_idle_and_nobody_active(int days)
    {
        var clock = new JumpingTime();
        var jumped = new ActivityTracker(clock);
        jumped.Take(new Desired { IdleLimit = 60_000 });
        jumped.Seen("Terminal");
        clock.Set(TimeSpan.FromDays(days));
        jumped.Judge();
        Assert.False(IsIdle(jumped));

        clock.Pass(TimeSpan.FromMinutes(1));
        jumped.Judge();
        Assert.True(IsIdle(jumped));
    }

    private static bool IsIdle(ActivityTracker tracker)
    {
        var report = new Report();
        tracker.FillIn(report);
        return report.Activity.Idle;
    }

    private void After(TimeSpan pause)
    {
        time.Advance(pause);
        tracker.Judge();
    }
}
