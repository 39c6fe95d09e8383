using Environs.Operator.Logs;
using Environs.Operator.Supervision.Callers;
using Environs.Protocol.Requests;
using Environs.Runtime;
using Grpc.Core;

namespace Environs.Operator.Requests;

/// <summary>The endpoint of what is asked from inside an environment: finds out whose it is, as for the stream, and answers for that one alone.</summary>
internal sealed class RequestsService(
    ILeadership leadership, CallerIdentity identity, Answers answers, LogRequests logs, Refusals refusals, TimeProvider time, ILogger<RequestsService> logger)
    : Protocol.Requests.Requests.RequestsBase
{
    // Of a person, or of a script that looks once a second.
    private readonly TokenBuckets pods = new(60, 3, time);

    // Before the API server is asked whose the token is; several pods may share an address on their way.
    private readonly TokenBuckets addresses = new(600, 30, time);

    public override async Task<Answer> Ask(Request request, ServerCallContext context)
    {
        Answer? answer = null;
        await LetInAsync(context, Cost(request), async environment => answer = await answers.ToAsync(request, environment, context.CancellationToken));
        return answer!;
    }

    public override Task Log(LogRequest request, IServerStreamWriter<LogPart> responseStream, ServerCallContext context) =>
        LetInAsync(context, 1, environment => logs.GiveAsync(
            request.Task ? new LogSource.Step(request.Run, request.Reference) : new LogSource.Service(request.Reference),
            new LogRange(request.Follow, After: request.Position), environment, responseStream, context.CancellationToken));

    private async Task LetInAsync(ServerCallContext context, double cost, Func<ResourceKey, Task> serve)
    {
        var peer = context.GetHttpContext().Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped
            ? mapped.MapToIPv4() : context.GetHttpContext().Connection.RemoteIpAddress;
        Caller? caller = null;
        try
        {
            if (!leadership.IsLeading)
                throw new RefusedException(StatusCode.Unavailable, RefusalReasons.NotLeading, $"not leading: the leader is {leadership.Leader ?? "not known yet"}");
            if (!addresses.TryTake($"{peer}", 1)) throw Busy();
            caller = await identity.OfAsync(context.RequestHeaders.GetValue("authorization"), peer, context.CancellationToken);
            // What runs beside it, of any image, has no say in the environment.
            if (caller.IsBeside)
                throw new RefusedException(StatusCode.PermissionDenied, RefusalReasons.NotAnEnvironment, "only the environment's own pod may ask") { Pod = caller.Pod.ToString() };
            if (!pods.TryTake(caller.PodUid, cost)) throw Busy();
            await serve(caller.Environment);
        }
        catch (RefusedException refusal)
        {
            refusals.Note(refusal, caller?.Pod.ToString() ?? refusal.Pod ?? peer?.ToString() ?? "");
            throw new RpcException(new Status(refusal.Code, refusal.Message));
        }
        catch (NotLeadingException)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "this replica does not lead any more"));
        }
        catch (Exception) when (context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "the caller has gone"));
        }
        catch (Exception error) when (error is not RpcException)
        {
            Requests.Log.Failed(logger, error, caller?.Environment.ToString() ?? peer?.ToString() ?? "");
            throw new RpcException(new Status(StatusCode.Internal, "the operator has failed; its log says how"));
        }
    }

    // What is written, or watched for a while, costs others something.
    private static double Cost(Request request) => request.WhatCase switch
    {
        Request.WhatOneofCase.Service or Request.WhatOneofCase.TaskStart or Request.WhatOneofCase.TaskStop => 3,
        Request.WhatOneofCase.Update => 5,
        _ => 1,
    };

    private static RefusedException Busy() =>
        new(StatusCode.ResourceExhausted, RefusalReasons.Busy, "this environment asks for too much at once; come back in some seconds");
}
