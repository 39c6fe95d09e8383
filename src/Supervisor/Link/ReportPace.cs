using System.Threading.Channels;

namespace Environs.Supervisor.Link;

/// <summary>Says when to report: what matters at once, gathered for a moment; the rest seldom; nothing while nothing changes.</summary>
internal sealed class ReportPace : IDisposable
{
    private readonly TimeSpan gather;
    private readonly TimeSpan spacing;
    private readonly TimeProvider time;
    private readonly long start;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    // A report tells everything: one stands for all that fell due while another was on its way.
    private readonly Channel<bool> reports = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private TimeSpan last;
    private TimeSpan? next;

    /// <summary>Begins when a report has just been sent.</summary>
    internal ReportPace(TimeSpan gather, TimeSpan spacing, TimeProvider time)
    {
        this.gather = gather;
        this.spacing = spacing;
        this.time = time;
        start = time.GetTimestamp();
        timer = time.CreateTimer(_ => FallDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Now => time.GetElapsedTime(start);

    internal void Changed(bool atOnce)
    {
        lock (gate)
        {
            var now = Now;
            var soon = now + gather;
            var due = atOnce || last + spacing < soon ? soon : last + spacing;
            if (next <= due) return;
            next = due;
            timer.Change(due - now, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Completes with true when the next report is due, with false when nobody waits any more.</summary>
    internal async Task<bool> IsDueAsync(CancellationToken cancellation)
    {
        try
        {
            return await reports.Reader.ReadAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose() => timer.Dispose();

    private void FallDue()
    {
        lock (gate)
        {
            last = Now;
            next = null;
        }

        reports.Writer.TryWrite(true);
    }
}
