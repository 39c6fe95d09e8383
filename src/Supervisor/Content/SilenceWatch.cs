namespace Environs.Supervisor.Content;

/// <summary>Cancels its token when nothing was heard for a while, or when the caller cancels.</summary>
internal sealed class SilenceWatch : IDisposable
{
    private readonly CancellationTokenSource source;
    private readonly ITimer timer;
    private readonly TimeSpan limit;

    internal SilenceWatch(TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        this.limit = limit;
        source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer = time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), source, limit, Timeout.InfiniteTimeSpan);
    }

    internal CancellationToken Token => source.Token;

    internal void Heard() => timer.Change(limit, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        timer.Dispose();
        source.Dispose();
    }
}
