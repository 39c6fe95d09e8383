using System.Threading.Channels;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Logs;

/// <summary>A log that is being read: between the supervisor that sends it and the reader there is one chunk at most.</summary>
internal sealed class OpenLog(string id, LogPlace place, Action<OpenLog> close) : IDisposable
{
    private readonly Channel<LogChunk> chunks = Channel.CreateBounded<LogChunk>(new BoundedChannelOptions(1) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource left = new();
    private int isClosed;

    public string Id { get; } = id;

    public LogPlace Place { get; } = place;

    /// <summary>Is cancelled when nobody reads it any more.</summary>
    public CancellationToken Left => left.Token;

    /// <summary>Waits until the reader has taken the one before.</summary>
    public ValueTask PutAsync(LogChunk chunk, CancellationToken cancellation) => chunks.Writer.WriteAsync(chunk, cancellation);

    /// <summary>No more comes.</summary>
    public void Complete() => chunks.Writer.TryComplete();

    /// <summary>The next chunk; null when no more comes.</summary>
    public async ValueTask<LogChunk?> NextAsync(CancellationToken cancellation) => await chunks.Reader.WaitToReadAsync(cancellation) && chunks.Reader.TryRead(out var chunk) ? chunk : null;

    /// <summary>The reader has left.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref isClosed, 1) != 0) return;
        close(this);
        Complete();
        // Whoever waits for it goes on elsewhere.
        _ = left.CancelAsync();
    }
}
