using Environs.Supervisor.Link;
using Microsoft.Extensions.Time.Testing;

namespace Environs.Supervisor.Tests.Link;

/// <summary>When reports fall due, by a clock of the test's own.</summary>
public sealed class ReportPaceTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly ReportPace pace;

    public ReportPaceTests() => pace = new ReportPace(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5), time);

    public void Dispose() => pace.Dispose();

    [Fact]
    public async Task Nothing_is_due_while_nothing_changes() => Assert.Equal(0, await DueWithinAsync(3_600_000));

    [Fact]
    public async Task A_phase_is_told_at_once()
    {
        pace.Changed(atOnce: true);
        Assert.Equal(0, await DueWithinAsync(49));
        Assert.Equal(1, await DueWithinAsync(1));
        Assert.Equal(0, await DueWithinAsync(60_000));
    }

    [Fact]
    public async Task A_burst_is_one_report()
    {
        for (var i = 0; i < 100; i++) pace.Changed(atOnce: true);
        Assert.Equal(1, await DueWithinAsync(60_000));
    }

    [Fact]
    public async Task Phases_that_change_all_the_time_are_told_all_the_time()
    {
        var reports = 0;
        for (var i = 0; i < 100; i++)
        {
            pace.Changed(atOnce: true);
            reports += await DueWithinAsync(10);
        }

        Assert.Equal(20, reports);
    }

    [Fact]
    public async Task Less_is_told_every_five_seconds()
    {
        var reports = 0;
        for (var i = 0; i < 600; i++)
        {
            pace.Changed(atOnce: false);
            reports += await DueWithinAsync(100);
        }

        Assert.InRange(reports, 11, 12);
    }

    [Fact]
    public async Task After_a_long_rest_less_is_told_at_once_too()
    {
        await DueWithinAsync(60_000);
        pace.Changed(atOnce: false);
        Assert.Equal(1, await DueWithinAsync(50));
    }

    [Fact]
    public async Task A_phase_takes_along_what_waited()
    {
        pace.Changed(atOnce: false);
        pace.Changed(atOnce: true);
        Assert.Equal(1, await DueWithinAsync(50));
        Assert.Equal(0, await DueWithinAsync(60_000));
    }

    [Fact]
    public async Task A_clock_that_is_set_changes_nothing()
    {
        pace.Changed(atOnce: false);
        time.AdjustTime(time.GetUtcNow().AddYears(-1));
        Assert.Equal(1, await DueWithinAsync(5000));
        pace.Changed(atOnce: false);
        time.AdjustTime(time.GetUtcNow().AddYears(2));
        Assert.Equal(0, await DueWithinAsync(4900));
        Assert.Equal(1, await DueWithinAsync(100));
    }

    // How many reports fall due; they are sent at once.
    private async Task<int> DueWithinAsync(int milliseconds)
    {
        var reports = 0;
        for (var i = 0; i < milliseconds; i += Math.Min(100, milliseconds - i))
        {
            time.Advance(TimeSpan.FromMilliseconds(Math.Min(100, milliseconds - i)));
            using var now = new CancellationTokenSource();
            var due = pace.IsDueAsync(now.Token);
            if (!due.IsCompleted) await now.CancelAsync();
            if (await due) reports++;
        }

        return reports;
    }
}
