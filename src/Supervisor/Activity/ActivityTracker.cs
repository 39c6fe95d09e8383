using Environs.Protocol.Supervision;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Activity;

/// <summary>
/// Knows when somebody last did something in this container, and says when nobody has for too long. Safe to call from any thread. How long
/// is measured on a clock that never jumps; the time of day is only told.
/// </summary>
internal sealed class ActivityTracker : IWorkload
{
    /// <summary>While people go on it is told so often that they do, and not more.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    // Of a source, as the API's field has it.
    private const int LongestSource = 80;

    private readonly Lock gate = new();
    private readonly TimeProvider time;
    // A start is not what somebody did, but it is a reason to wait as long as if it were.
    private long last;
    private long lastTold;
    private string source = "";
    private bool isUntold;
    private ActivityReport report = new();

    internal ActivityTracker(TimeProvider time)
    {
        this.time = time;
        last = time.GetTimestamp();
    }

    public event Action<bool>? Changed;

    /// <summary>How long nobody may do anything; zero for ever.</summary>
    internal TimeSpan Limit
    {
        get
        {
            lock (gate) return TimeSpan.FromMilliseconds(report.IdleLimit);
        }
    }

    public void Take(Desired desired)
    {
        lock (gate)
        {
            if (report.IdleLimit == Math.Max(0, desired.IdleLimit)) return;
            report.IdleLimit = Math.Max(0, desired.IdleLimit);
            report.Idle = IsIdle();
        }

        Changed?.Invoke(true);
    }

    public void FillIn(Report report)
    {
        lock (gate) report.Activity = this.report.Clone();
    }

    /// <summary>Somebody has done something just now.</summary>
    /// <param name="who">What they did it with, for people: 3 to 80 characters, as "Terminal".</param>
    internal void Seen(string who)
    {
        lock (gate)
        {
            last = time.GetTimestamp();
            source = who.Length <= LongestSource ? who : who[..LongestSource];
            isUntold = true;
        }

        Judge();
    }

    /// <summary>The container is still starting: it is too early for anybody to do anything.</summary>
    internal void Postpone()
    {
        lock (gate) last = time.GetTimestamp();
        Judge();
    }

    /// <summary>Says what time alone has changed; to be called now and then.</summary>
    internal void Judge()
    {
        bool isNews, atOnce;
        lock (gate)
        {
            var idle = IsIdle();
            atOnce = idle != report.Idle;
            isNews = isUntold && (report.At == 0 || atOnce || time.GetElapsedTime(lastTold) >= Interval);
            report.Idle = idle;
            if (isNews)
            {
                (lastTold, isUntold) = (time.GetTimestamp(), false);
                report.Source = source;
                report.At = (time.GetUtcNow() - time.GetElapsedTime(last)).ToUnixTimeMilliseconds();
            }
        }

        if (isNews || atOnce) Changed?.Invoke(atOnce);
    }

    private bool IsIdle() => report.IdleLimit > 0 && time.GetElapsedTime(last).TotalMilliseconds >= report.IdleLimit;
}
