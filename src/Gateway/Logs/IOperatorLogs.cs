using Environs.Protocol.Gateway;
using Environs.Protocol.Requests;

namespace Environs.Gateway.Logs;

/// <summary>The operator, which has logs sent by the supervisors of environments.</summary>
internal interface IOperatorLogs
{
    /// <summary>Reads a log, part by part: the next is asked for when one was taken.</summary>
    /// <exception cref="Grpc.Core.RpcException">It cannot be read, or not any further.</exception>
    Task ReadAsync(LogQuery query, Func<LogPart, Task> take, CancellationToken cancellation);
}
