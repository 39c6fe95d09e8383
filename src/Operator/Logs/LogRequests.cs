using Environs.Protocol.Requests;
using Environs.Runtime;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Logs;

/// <summary>Gives logs of an environment to who may have them: somebody inside it, or the gateway.</summary>
internal sealed class LogRequests(IEnvironmentLogs logs, IOptions<OperatorOptions> options, TimeProvider time)
{
    private const int LongestPosition = 256;

    public async Task GiveAsync(LogSource source, LogRange range, ResourceKey environment, IServerStreamWriter<LogPart> to, CancellationToken cancellation)
    {
        using var idle = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, cancellation);
        if (range.After.Length > LongestPosition) range = range with { After = "?" };
        var hasBegun = false;
        try
        {
            await foreach (var text in logs.ReadAsync(environment, source, range, ends.Token))
            {
                await PutAsync(new LogPart { Answer = hasBegun ? null : new Answer { Outcome = Outcome.Done }, Data = UnsafeByteOperations.UnsafeWrap(text.Bytes), Lost = text.IsAfterGap, Position = text.Position });
                hasBegun = true;
            }
            await PutAsync(new LogPart { End = true });
        }
        catch (LogException problem) when (problem.Problem == LogProblem.Away && hasBegun)
        {
            // Who has a part of it asks again, perhaps of another replica.
            throw new RpcException(new Status(StatusCode.Unavailable, problem.Message));
        }
        catch (LogException problem)
        {
            // What was followed until nothing was left is no failure.
            var outcome = problem.Problem == LogProblem.Gone && (hasBegun || range.After.Length > 0) ? Outcome.Done : Of(problem.Problem);
            await PutAsync(new LogPart { Answer = new Answer { Outcome = outcome, Message = problem.Message, Known = { problem.Known } }, End = true });
        }
        catch (OperationCanceledException) when (idle.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, "the log was not read for too long"));
        }

        async Task PutAsync(LogPart part)
        {
            idle.CancelAfter(options.Value.Supervision.LogIdle);
            await to.WriteAsync(part, ends.Token);
            idle.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    private static Outcome Of(LogProblem problem) => problem switch
    {
        LogProblem.Unknown => Outcome.UnknownReference,
        LogProblem.Busy => Outcome.Busy,
        LogProblem.Away => Outcome.Late,
        _ => Outcome.Refused,
    };
}
