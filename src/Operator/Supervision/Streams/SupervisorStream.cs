using System.Threading.Channels;
using Environs.Protocol.Supervision;
using Grpc.Core;

namespace Environs.Operator.Supervision.Streams;

/// <summary>One open stream: what is to be sent on it, and whether it shall end.</summary>
internal sealed class SupervisorStream(string podUid, string container, ReportBudget budget) : IDisposable
{
    // Only the last counts: each is the whole.
    private readonly Channel<Desired> outbox = Channel.CreateBounded<Desired>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly CancellationTokenSource ended = new();

    public string PodUid { get; } = podUid;

    public string Container { get; } = container;

    public ReportBudget Budget { get; } = budget;

    /// <summary>Is cancelled when the stream is to end, with <see cref="Why"/>.</summary>
    public CancellationToken Ended => ended.Token;

    public Status Why { get; private set; }

    public void Offer(Desired desired) => outbox.Writer.TryWrite(desired);

    public ValueTask<Desired> NextAsync(CancellationToken cancellation) => outbox.Reader.ReadAsync(cancellation);

    /// <summary>Ends it soon; the first reason counts.</summary>
    public void End(StatusCode code, string why)
    {
        lock (outbox)
        {
            if (ended.IsCancellationRequested)
                return;
            Why = new Status(code, why);
        }
        // Whoever waits for it goes on elsewhere: the caller may hold a lock.
        _ = ended.CancelAsync();
    }

    public void Dispose() => ended.Dispose();
}
