namespace Environs.Runtime.Leadership;

/// <summary>
/// Whether this process leads, and so may write. It opens once and closes once, and by itself when nobody extends it: a process that was
/// asleep (stopped, or its machine was) must not write on waking before its elector has looked.
/// </summary>
internal sealed class LeadershipGate(TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource lost = new();
    private volatile bool open;
    private long since;
    private TimeSpan? holds;

    public bool IsOpen => open && !lost.IsCancellationRequested && (holds is not { } limit || time.GetElapsedTime(Volatile.Read(ref since)) < limit);

    /// <summary>Is cancelled when leadership ends; requests on their way are then broken off.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Opens it for good, where there is no election.</summary>
    public void Open() => open = true;

    /// <summary>Opens it until so long after a timestamp, unless it is extended.</summary>
    public void Open(long from, TimeSpan limit)
    {
        holds = limit;
        Extend(from);
        open = true;
    }

    /// <summary>The lease was renewed by a request that began at this timestamp.</summary>
    public void Extend(long from) => Volatile.Write(ref since, from);

    public void Close()
    {
        open = false;
        lost.Cancel();
    }

    /// <exception cref="NotLeadingException">This process does not lead.</exception>
    public void Demand()
    {
        if (!IsOpen)
            throw new NotLeadingException();
    }

    public void Dispose() => lost.Dispose();
}
