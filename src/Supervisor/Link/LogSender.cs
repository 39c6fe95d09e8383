using Environs.Protocol.Supervision;
using Environs.Supervisor.Logs;
using Google.Protobuf;
using Grpc.Core;

namespace Environs.Supervisor.Link;

/// <summary>Sends one log.</summary>
internal sealed class LogSender(LinkSettings settings, EndpointFiles endpoints, LogWish wish, KeptLog? log, TimeProvider time)
{
    private static readonly TimeSpan DialAgain = TimeSpan.FromMilliseconds(100);

    // A Service spreads the dials over replicas, of which one has asked; that one waits for so long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    internal async Task SendAsync(CancellationToken enough, CancellationToken hangUp)
    {
        var start = time.GetTimestamp();
        while (!await TrySendAsync(enough, hangUp) && time.GetElapsedTime(start) < Patience) await Task.Delay(DialAgain, time, hangUp);
    }

    /// <summary>False when it was not the replica that waits for it.</summary>
    private async Task<bool> TrySendAsync(CancellationToken enough, CancellationToken hangUp)
    {
        // A connection of its own: what is not read fills its windows, and not those of reports.
        using var endpoint = endpoints.Read();
        using var channel = OperatorChannel.To(endpoint, settings);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(hangUp);
        using var call = new Supervision.SupervisionClient(channel).SendLog(new Metadata { { "authorization", "Bearer " + endpoint.Token } }, cancellationToken: hangUp);
        var sending = SendAllAsync(call.RequestStream, enough, over.Token);
        // Nobody may read any more while nothing is written.
        if (await Task.WhenAny(sending, call.ResponseAsync) != sending) await over.CancelAsync();
        try
        {
            await sending;
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException or OperationCanceledException)
        {
            // The call is over, and says why.
        }

        try
        {
            await call.ResponseAsync;
            return true;
        }
        catch (RpcException e)
        {
            hangUp.ThrowIfCancellationRequested();
            return e.StatusCode != StatusCode.Unavailable;
        }
    }

    private async Task SendAllAsync(IClientStreamWriter<LogChunk> to, CancellationToken enough, CancellationToken over)
    {
        var position = wish.Position;
        await to.WriteAsync(new LogChunk { Id = wish.Id, Position = position, Missing = log is null }, over);
        if (log is not null) await new LogCourse(log, wish.Follow, time).RunAsync(position, PutAsync, enough, over);
        // One that was not over when the container stopped goes on with the supervisor after this one.
        if (log is not null && !(wish.Follow && enough.IsCancellationRequested)) await to.WriteAsync(new LogChunk { Position = position, End = true }, over);
        await to.CompleteAsync();

        Task PutAsync(ReadOnlyMemory<byte> bytes, bool isLost, long next)
        {
            position = next;
            return to.WriteAsync(new LogChunk { Data = ByteString.CopyFrom(bytes.Span), Lost = isLost, Position = next }, over);
        }
    }
}
