using Environs.Protocol.Requests;
using Environs.Supervisor.Link;
using Environs.Supervisor.Logs;
using Environs.Supervisor.Work;
using Google.Protobuf;

namespace Environs.Supervisor.Answering;

/// <summary>Gives the logs that are asked for in this container: those that lie here, and the others by way of the operator.</summary>
internal sealed class LogHandler(KeptLogs logs, Workload work, OperatorLogs others, TimeProvider time)
{
    /// <summary>Gives the parts of a log; of one that cannot be had there is one part, with the reason.</summary>
    internal Task GiveAsync(LogRequest asked, Func<LogPart, Task> put, CancellationToken cancellation) =>
        logs.Find(asked) is { } kept ? CopyAsync(kept, asked.Follow, put, cancellation)
        : !asked.Task && work.Services().Any(service => service.Reference == asked.Reference) ? put(Last(Outcome.Refused, $"There is no log of service \"{asked.Reference}\": it has not run in this pod."))
        : others.GetAsync(asked, put, cancellation);

    private async Task CopyAsync(KeptLog log, bool follow, Func<LogPart, Task> put, CancellationToken cancellation)
    {
        try
        {
            await put(new LogPart { Answer = new Answer { Outcome = Outcome.Done } });
            await new LogCourse(log, follow, time).RunAsync(0, (bytes, isLost, _) => put(new LogPart { Data = ByteString.CopyFrom(bytes.Span), Lost = isLost }), CancellationToken.None, cancellation);
            await put(new LogPart { End = true });
        }
        catch (UnauthorizedAccessException e)
        {
            await put(Last(Outcome.Refused, e.Message));
        }
    }

    private static LogPart Last(Outcome outcome, string message) => new() { Answer = new Answer { Outcome = outcome, Message = message }, End = true };
}
