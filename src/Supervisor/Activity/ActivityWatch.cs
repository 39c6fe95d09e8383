namespace Environs.Supervisor.Activity;

/// <summary>Looks at the terminals and logins now and then, more often the shorter the limit is.</summary>
/// <param name="tracker">Is told.</param>
/// <param name="terminals">Are looked at.</param>
/// <param name="isLoggedIn">Whether somebody is logged in over SSH, or was since the last look.</param>
/// <param name="isStarting">Whether the container is still starting.</param>
/// <param name="time">The clock.</param>
internal sealed class ActivityWatch(ActivityTracker tracker, Terminals terminals, Func<bool> isLoggedIn, Func<bool> isStarting, TimeProvider time)
{
    /// <summary>What people see the terminals as.</summary>
    internal const string Terminal = "Terminal";

    /// <summary>What people see a login as.</summary>
    internal const string Ssh = "SSH";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>Looks until it is stopped.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                Look();
                await Task.Delay(Interval(tracker.Limit), time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // As meant.
        }
    }

    /// <summary>Looks once.</summary>
    internal void Look()
    {
        if (isStarting()) tracker.Postpone();
        var isTypedIn = terminals.Look();
        if (isLoggedIn()) tracker.Seen(Ssh);
        else if (isTypedIn) tracker.Seen(Terminal);
        else tracker.Judge();
    }

    /// <summary>How long to wait for the next look, with that limit.</summary>
    internal static TimeSpan Interval(TimeSpan limit) =>
        limit == TimeSpan.Zero ? Longest : TimeSpan.FromTicks(Math.Clamp(limit.Ticks / 10, Shortest.Ticks, Longest.Ticks));
}
