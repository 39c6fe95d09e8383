namespace Environs.Runtime.Leadership;

/// <summary>Whether this process leads, and so may write. It opens once and closes once.</summary>
internal sealed class LeadershipGate : IDisposable
{
    private readonly CancellationTokenSource lost = new();
    private volatile bool open;

    public bool IsOpen => open && !lost.IsCancellationRequested;

    /// <summary>Is cancelled when leadership ends; requests on their way are then broken off.</summary>
    public CancellationToken Lost => lost.Token;

    public void Open() => open = true;

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
