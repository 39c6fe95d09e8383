using Environs.Protocol.Requests;
using Grpc.Core;

namespace Environs.Supervisor.Link;

/// <summary>Gets logs of other containers from the operator, and goes on where it was when the operator was away.</summary>
internal sealed class OperatorLogs(LinkSettings settings, TimeProvider time)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(250);
    private readonly EndpointFiles endpoints = new(settings.Folder);

    /// <summary>How long the operator may be away before that is said; who follows a log waits on.</summary>
    internal TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gives the parts of a log, of which the last is marked so; of one that cannot be had there is one part, with the reason.</summary>
    internal async Task GetAsync(LogRequest asked, Func<LogPart, Task> put, CancellationToken cancellation)
    {
        var (hasBegun, isSaid, since) = (false, false, time.GetTimestamp());
        while (await TryAsync() is { } trouble)
        {
            var goesOn = hasBegun && asked.Follow;
            if (time.GetElapsedTime(since) >= Limit && !isSaid)
            {
                var answer = goesOn ? new Answer { Outcome = Outcome.Done, Message = $"{trouble.Message} The log goes on when that is over." } : trouble;
                await put(new LogPart { Answer = answer, End = !goesOn });
                if (!goesOn) return;
                isSaid = true;
            }

            await Task.Delay(AskAgain, time, cancellation);
        }

        // Null when all is said.
        async Task<Answer?> TryAsync()
        {
            try
            {
                // A connection of its own: the other has room for the stream and for questions, which a long log would take.
                using var endpoint = endpoints.Read();
                using var channel = OperatorChannel.To(endpoint, settings);
                using var call = new Protocol.Requests.Requests.RequestsClient(channel).Log(asked, new Metadata { { "authorization", "Bearer " + endpoint.Token } }, cancellationToken: cancellation);
                while (await call.ResponseStream.MoveNext(cancellation))
                {
                    var part = call.ResponseStream.Current;
                    if (hasBegun && asked.Follow && part.Answer is { Outcome: Outcome.Busy or Outcome.Late } later) return later;
                    await TakeAsync(part);
                    if (part.End) return null;
                }

                return Away("it ended the log");
            }
            catch (RpcException e)
            {
                cancellation.ThrowIfCancellationRequested();
                if (OperatorCalls.Final(e) is not { } final) return Away(e.Status.DebugException?.GetBaseException().Message ?? $"{e.StatusCode}: {e.Status.Detail}");
                if (hasBegun && asked.Follow && final.Outcome == Outcome.Busy) return final;
                await put(new LogPart { Answer = final, End = true });
                return null;
            }
            catch (FormatException e)
            {
                return Away(e.Message);
            }
        }

        async Task TakeAsync(LogPart part)
        {
            if (part.Position.Length > 0) asked.Position = part.Position;
            (isSaid, since) = (false, time.GetTimestamp());
            // Once is enough to say that there is one.
            if (part.Answer is { Outcome: Outcome.Done, Message.Length: 0 })
            {
                if (hasBegun) part.Answer = null;
                hasBegun = true;
            }

            await put(part);
        }
    }

    private static Answer Away(string why) => new() { Outcome = Outcome.OperatorAway, Message = $"The operator is not reached: {why}." };
}
