using System.Runtime.CompilerServices;
using Environs.Operator.Supervision;
using Environs.Protocol.Supervision;
using Environs.Runtime;
using Microsoft.Extensions.Options;

namespace Environs.Operator.Logs;

/// <summary>Asks supervisors for logs, and goes on where it was when one was away.</summary>
internal sealed class EnvironmentLogs(LogPlaces places, LogExchange exchange, ISupervisors supervisors, IOptions<OperatorOptions> options, TimeProvider time) : IEnvironmentLogs
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    // Each time the API server is asked who sends it.
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(500);

    private const int MostCuts = 10;

    private readonly SupervisionOptions settings = options.Value.Supervision;

    public async IAsyncEnumerable<LogText> ReadAsync(ResourceKey environment, LogSource source, LogRange range, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var place = places.Find(environment, source);
        var position = Start(place, range);
        for (var cuts = 0; cuts < MostCuts; cuts++)
        {
            // First, as it says at once when this process ends.
            using var log = exchange.Open(place);
            if (cuts > 0) await Task.Delay(AskAgain, time, cancellation);
            var chunk = await FirstAsync(log, range.Follow, position, cancellation);
            if (chunk.Missing) throw new LogException(LogProblem.NoLog, "There is no log of it: it has not run in this pod.");
            for (; chunk is not null; chunk = await log.NextAsync(cancellation))
            {
                // Before anything is said of it, from the end means from where the end is by then.
                if (chunk.Position >= 0) position = chunk.Position;
                if (chunk.Data.Length > 0) cuts = 0;
                if (position >= 0) yield return new LogText(chunk.Data.Memory, chunk.Lost, place.Mark(position));
                if (chunk.End) yield break;
            }
        }
        throw new LogException(LogProblem.Away, "The log was cut again and again.");
    }

    private static long Start(LogPlace place, LogRange range) =>
        range.After.Length == 0 ? range.IsFromNow ? -1 : 0
        : place.Position(range.After) ?? throw new LogException(LogProblem.Gone, "The log has ended: what wrote it is gone with its pod, and what there is now is another.");

    /// <summary>Asks until the supervisor sends; it may be about to dial anew.</summary>
    private async Task<LogChunk> FirstAsync(OpenLog log, bool follow, long position, CancellationToken cancellation)
    {
        var wish = log.Place.Wish.Clone();
        (wish.Id, wish.Follow, wish.Position) = (log.Id, follow, position);
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < settings.LogPatience)
        {
            if (log.Left.IsCancellationRequested) throw new LogException(LogProblem.Away, "This replica of the operator ends.");
            if (!places.IsThere(log.Place)) throw new LogException(LogProblem.Gone, "The log has ended: what wrote it is gone with its pod.");
            if (supervisors.Ask(log.Place.PodUid, log.Place.Container, wish))
            {
                using var limit = new CancellationTokenSource(settings.LogAnswerLimit, time);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
                try
                {
                    // None came: the connection was lost, or this process ends.
                    return await log.NextAsync(both.Token) ?? throw new LogException(LogProblem.Away, "The log was cut before it began.");
                }
                catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
                {
                    // It may not have heard it; if it does now, the id is the same.
                }
            }
            await Task.Delay(LookAgain, time, cancellation);
        }
        throw new LogException(LogProblem.Away, $"The supervisor of container {log.Place.Container} does not send the log: it is not connected, or of an earlier version.");
    }
}
