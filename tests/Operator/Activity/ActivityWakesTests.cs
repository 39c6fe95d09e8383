using Environs.Operator.Activity;
using Environs.Operator.Supervision;
using Environs.Protocol.Supervision;
using Environs.Runtime;

namespace Environs.Operator.Tests.Activity;

public sealed class ActivityWakesTests
{
    private static readonly Report Quiet = new()
    {
        Ports = new() { Ports = { new ListeningPort { Port = 80 } } },
        Activity = new() { Source = "Terminal", At = 1000, IdleLimit = 60_000 },
    };

    [Fact]
    public void What_is_watched_wakes_when_it_changes()
    {
        Assert.True(IsNews(null, Quiet));
        Assert.False(IsNews(Quiet, Quiet));
        Assert.True(IsNews(Quiet, With(report => report.Git = new())));
        Assert.True(IsNews(Quiet, With(report => report.Ports = new())));
        Assert.True(IsNews(Quiet, With(report => report.Ssh = new())));
        Assert.True(IsNews(Quiet, With(report => report.Activity.At = 2000)));
        Assert.True(IsNews(Quiet, With(report => report.Activity.Source = "SSH")));
        Assert.True(IsNews(Quiet, With(report => report.Activity.Idle = true)));
        Assert.True(IsNews(With(report => report.Activity.Idle = true), Quiet));
    }

    [Fact]
    public void A_limit_that_is_taken_up_wakes_only_when_nobody_has_done_anything_for_so_long()
    {
        Assert.False(IsNews(Quiet, With(report => report.Activity.IdleLimit = 0)));
        Assert.True(IsNews(With(report => report.Activity.Idle = true), With(report => (report.Activity.Idle, report.Activity.IdleLimit) = (true, 1000))));
    }

    [Fact]
    public void A_new_supervisor_that_has_not_looked_yet_says_nothing_new()
    {
        Assert.False(IsNews(Quiet, new Report { Boot = "other", Activity = new() }));
        Assert.True(IsNews(new Report { Boot = "other", Activity = new() }, new Report { Boot = "other", Ports = new(), Activity = new() }));
    }

    private static Report With(Action<Report> change)
    {
        var report = Quiet.Clone();
        change(report);
        return report;
    }

    private static bool IsNews(Report? before, Report after) => ActivityWakes.IsNews(new SupervisorChange(
        new ResourceKey("here", "x"),
        before is null ? null : new SupervisorReport(before, IsConnected: true, DateTimeOffset.UnixEpoch),
        new SupervisorReport(after, IsConnected: true, DateTimeOffset.UnixEpoch)));
}
