using Environs.Crds;
using Environs.Operator.Supervision.Callers;
using Environs.Protocol.Gateway;
using Environs.Protocol.Requests;
using Environs.Runtime;
using Grpc.Core;

namespace Environs.Operator.Logs;

/// <summary>The endpoint of logs for the gateway, which knows who may have them.</summary>
internal sealed class GatewayLogs(
    ILeadership leadership, GatewayIdentity identity, LogRequests logs, IStore<V1alpha1Environment> environments, Refusals refusals, ILogger<GatewayLogs> logger)
    : Protocol.Gateway.Logs.LogsBase
{
    public override async Task Read(LogQuery request, IServerStreamWriter<LogPart> responseStream, ServerCallContext context)
    {
        var peer = context.GetHttpContext().Connection.RemoteIpAddress;
        try
        {
            if (!leadership.IsLeading)
                throw new RefusedException(StatusCode.Unavailable, RefusalReasons.NotLeading, $"not leading: the leader is {leadership.Leader ?? "not known yet"}");
            await identity.EnsureAsync(context.RequestHeaders.GetValue("authorization"), peer, context.CancellationToken);
            var key = new ResourceKey(request.Namespace, request.Environment);
            if (environments.Get(key)?.Metadata.Uid != request.Uid)
                throw new RefusedException(StatusCode.Unavailable, RefusalReasons.NotAnEnvironment, "there is no such environment here yet, or any more");
            await logs.GiveAsync(Source(request), new LogRange(request.Follow, request.FromNow, request.Position), key, responseStream, context.CancellationToken);
        }
        catch (RefusedException refusal)
        {
            refusals.Note(refusal, peer?.ToString() ?? "");
            throw new RpcException(new Status(refusal.Code, refusal.Message));
        }
        catch (Exception) when (context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "the caller has gone"));
        }
        catch (Exception error) when (error is not RpcException)
        {
            Requests.Log.Failed(logger, error, $"{request.Namespace}/{request.Environment}");
            throw new RpcException(new Status(StatusCode.Internal, "the operator has failed; its log says how"));
        }
    }

    private static LogSource Source(LogQuery query) => query.SourceCase switch
    {
        LogQuery.SourceOneofCase.Service => new LogSource.Service(query.Service),
        LogQuery.SourceOneofCase.Step => new LogSource.Step(query.Step.Execution, query.Step.Id),
        _ => new LogSource.Whole(query.Container),
    };
}
