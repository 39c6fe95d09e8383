using System.Threading.Channels;
using Environs.Protocol.Supervision;
using Grpc.Core;

namespace Environs.Operator.Supervision.Streams;

/// <summary>One open stream: what is to be sent on it, and whether it shall end.</summary>
internal sealed class SupervisorStream(string podUid, string container, ReportBudget budget) : IDisposable
{
    private const int MostAsked = 32;

    private readonly Lock gate = new();
    private readonly Channel<bool> news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly Queue<Desired> asked = [];
    private Desired? latest;

    private readonly CancellationTokenSource ended = new();

    public string PodUid { get; } = podUid;

    public string Container { get; } = container;

    public ReportBudget Budget { get; } = budget;

    /// <summary>Is cancelled when the stream is to end, with <see cref="Why"/>.</summary>
    public CancellationToken Ended => ended.Token;

    public Status Why { get; private set; }

    /// <summary>Sends it next. Only the last counts: each is the whole.</summary>
    public void Offer(Desired desired)
    {
        lock (gate)
            latest = desired;
        news.Writer.TryWrite(true);
    }

    /// <summary>Sends what is no state, after that; false when there is too much to send already.</summary>
    public bool TryAsk(Desired what)
    {
        lock (gate)
        {
            if (ended.IsCancellationRequested || asked.Count >= MostAsked)
                return false;
            asked.Enqueue(what);
        }
        return news.Writer.TryWrite(true);
    }

    public async ValueTask<Desired> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            lock (gate)
            {
                if (latest is { } state)
                {
                    latest = null;
                    return state;
                }
                if (asked.TryDequeue(out var what))
                    return what;
            }
            await news.Reader.ReadAsync(cancellation);
        }
    }

    /// <summary>Ends it soon; the first reason counts.</summary>
    public void End(StatusCode code, string why)
    {
        lock (gate)
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
