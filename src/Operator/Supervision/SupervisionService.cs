using Environs.Operator.Logs;
using Environs.Operator.Supervision.Callers;
using Environs.Operator.Supervision.Streams;
using Environs.Protocol.Supervision;
using Environs.Runtime;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Supervision;

/// <summary>The endpoint itself: lets a pod's supervisor in, then reads what it reports and sends what it shall see to, until one of them ends.</summary>
internal sealed class SupervisionService(
    ILeadership leadership,
    CallerIdentity identity,
    Supervisors supervisors,
    Refusals refusals,
    LogReceiver logs,
    IOptions<OperatorOptions> options,
    TimeProvider time,
    ILogger<SupervisionService> logger) : Protocol.Supervision.Supervision.SupervisionBase
{
    private readonly SupervisionOptions settings = options.Value.Supervision;

    public override Task Connect(IAsyncStreamReader<Report> requestStream, IServerStreamWriter<Desired> responseStream, ServerCallContext context) =>
        LetInAsync(context, caller => ServeAsync(caller, requestStream, responseStream, context.CancellationToken));

    public override async Task<LogTaken> SendLog(IAsyncStreamReader<LogChunk> requestStream, ServerCallContext context)
    {
        await LetInAsync(context, caller => logs.TakeAsync(caller, cancellation => NextAsync(requestStream, chunk => chunk, cancellation), context.CancellationToken));
        return new LogTaken();
    }

    private async Task LetInAsync(ServerCallContext context, Func<Caller, Task> serve)
    {
        var peer = context.GetHttpContext().Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped
            ? mapped.MapToIPv4() : context.GetHttpContext().Connection.RemoteIpAddress;
        Caller? caller = null;
        try
        {
            if (!leadership.IsLeading)
                throw new RefusedException(StatusCode.Unavailable, RefusalReasons.NotLeading, $"not leading: the leader is {leadership.Leader ?? "not known yet"}");
            // Nothing that the caller says is read before it is known who it is.
            caller = await identity.OfAsync(context.RequestHeaders.GetValue("authorization"), peer, context.CancellationToken);
            await serve(caller);
        }
        catch (RefusedException refusal)
        {
            refusals.Note(refusal, caller?.Pod.ToString() ?? refusal.Pod ?? peer?.ToString() ?? "");
            throw new RpcException(new Status(refusal.Code, refusal.Message));
        }
        catch (Exception) when (context.CancellationToken.IsCancellationRequested)
        {
            // The caller has gone, which is how most streams end.
        }
        catch (Exception error) when (error is not RpcException)
        {
            Log.StreamFailed(logger, error, caller?.Pod.ToString() ?? peer?.ToString() ?? "");
            throw new RpcException(new Status(StatusCode.Internal, "the operator has failed; its log says how"));
        }
    }

    private async Task ServeAsync(Caller caller, IAsyncStreamReader<Report> reports, IServerStreamWriter<Desired> responses, CancellationToken gone)
    {
        using var stream = supervisors.Open(caller, await FirstAsync(caller, reports, gone));
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(gone, stream.Ended);
        var sending = SendAsync(stream, responses, ends.Token);
        try
        {
            await ReadAsync(stream, reports, ends.Token);
        }
        catch (OperationCanceledException) when (stream.Ended.IsCancellationRequested && !gone.IsCancellationRequested)
        {
            throw new RpcException(stream.Why);
        }
        finally
        {
            supervisors.Close(stream);
            await ends.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Report> FirstAsync(Caller caller, IAsyncStreamReader<Report> reports, CancellationToken gone)
    {
        using var limit = new CancellationTokenSource(settings.FirstReportLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, gone);
        try
        {
            var first = await NextAsync(reports, both.Token);
            if (first is not null)
                return caller.Containers.Contains(first.Container) ? first : throw WrongContainer(first);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !gone.IsCancellationRequested)
        {
        }
        throw new RefusedException(StatusCode.InvalidArgument, RefusalReasons.NoReport, "a stream begins with a report");
    }

    private async Task ReadAsync(SupervisorStream stream, IAsyncStreamReader<Report> reports, CancellationToken ends)
    {
        var next = NextSpacedAsync();
        Report? held = null;
        while (true)
        {
            if (held is not null)
            {
                if (stream.Budget.Spend() is not { } pause)
                {
                    supervisors.Take(stream, held);
                    held = null;
                    continue;
                }
                // Of what comes too early the last counts: each is the whole.
                using var enough = CancellationTokenSource.CreateLinkedTokenSource(ends);
                await Task.WhenAny(next, Task.Delay(pause, time, enough.Token));
                await enough.CancelAsync();
                if (!next.IsCompleted)
                    continue;
            }
            if (await next is not { } report)
            {
                if (held is not null)
                    supervisors.Take(stream, held);
                return;
            }
            if (report.Container != stream.Container)
                throw WrongContainer(report);
            held = report;
            next = NextSpacedAsync();
        }

        // One that never pauses is slowed down: what it sends meanwhile waits on its own side.
        async Task<Report?> NextSpacedAsync()
        {
            await Task.Delay(settings.ReportInterval, time, ends);
            return await NextAsync(reports, ends);
        }
    }

    private static async Task SendAsync(SupervisorStream stream, IServerStreamWriter<Desired> responses, CancellationToken ends)
    {
        while (true)
            await responses.WriteAsync(await stream.NextAsync(ends), ends);
    }

    private static Task<Report?> NextAsync(IAsyncStreamReader<Report> reports, CancellationToken cancellation) => NextAsync(reports, Reports.Clean, cancellation);

    /// <summary>The next message, cleaned and bounded; null when there is none to come.</summary>
    private static async Task<T?> NextAsync<T>(IAsyncStreamReader<T> messages, Func<T, T> clean, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await messages.MoveNext(cancellation) ? clean(messages.Current) : null;
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.ResourceExhausted)
        {
            throw new RefusedException(StatusCode.InvalidArgument, RefusalReasons.TooLarge, $"a message has at most {Reports.Largest} bytes");
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or RpcException { StatusCode: StatusCode.Internal })
        {
            throw new RefusedException(StatusCode.InvalidArgument, RefusalReasons.Garbage, "what was sent is no message");
        }
    }

    private static RefusedException WrongContainer(Report report) =>
        new(StatusCode.PermissionDenied, RefusalReasons.WrongContainer, "the report's container is not one of the pod's, or not the one that this stream began with", report.Container);
}
