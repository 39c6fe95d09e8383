using Environs.Operator.Supervision;
using Environs.Operator.Supervision.Callers;
using Environs.Protocol.Supervision;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Logs;

/// <summary>Takes a log from the supervisor that was asked for it, as fast as its reader does.</summary>
internal sealed class LogReceiver(LogExchange exchange, IOptions<OperatorOptions> options, TimeProvider time)
{
    private const int LargestChunk = 32 * 1024;

    private readonly SupervisionOptions settings = options.Value.Supervision;

    /// <exception cref="RefusedException">Nobody waits for it, or it is none.</exception>
    public async Task TakeAsync(Caller caller, Func<CancellationToken, Task<LogChunk?>> next, CancellationToken gone)
    {
        if (await FirstAsync(next, gone) is not { } chunk || exchange.Take(chunk.Id, caller.PodUid) is not { } log)
            throw new RefusedException(StatusCode.NotFound, RefusalReasons.NoLog, "nobody waits for this log");
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(gone, log.Left);
        try
        {
            for (; chunk is not null; chunk = await next(ends.Token))
            {
                if (chunk.Data.Length > LargestChunk) throw new RefusedException(StatusCode.InvalidArgument, RefusalReasons.TooLarge, $"a chunk of a log has at most {LargestChunk} bytes");
                await PutAsync(log, chunk, ends.Token);
                // The reader leaves, too, and it is no fault of the sender's.
                if (chunk.End || chunk.Missing) return;
            }
        }
        catch (OperationCanceledException) when (log.Left.IsCancellationRequested && !gone.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "nobody reads this log any more"));
        }
        finally
        {
            log.Complete();
        }
    }

    private async Task<LogChunk?> FirstAsync(Func<CancellationToken, Task<LogChunk?>> next, CancellationToken gone)
    {
        using var limit = new CancellationTokenSource(settings.FirstReportLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, gone);
        try
        {
            return await next(both.Token);
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested)
        {
            return null;
        }
    }

    // Of a reader that takes nothing for so long nobody knows whether it ever will; it asks again when it does.
    private async Task PutAsync(OpenLog log, LogChunk chunk, CancellationToken ends)
    {
        using var limit = new CancellationTokenSource(settings.LogIdle, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ends);
        try
        {
            await log.PutAsync(chunk, both.Token);
        }
        catch (OperationCanceledException) when (!ends.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, "this log was not read for too long"));
        }
    }
}
