using Environs.Protocol.Supervision;
using Environs.Supervisor.Logs;

namespace Environs.Supervisor.Link;

/// <summary>Sends the operator the logs that it asks for, a few at once.</summary>
internal sealed class LogSenders(LinkSettings settings, KeptLogs logs, Log log, TimeProvider time)
{
    // The operator asks for fewer; what it gave up may not have noticed yet.
    private const int MostAtOnce = 16;

    private readonly EndpointFiles endpoints = new(settings.Folder);
    private int sending;

    /// <summary>Begins to send a log; what is too much is left, and the operator asks again.</summary>
    /// <param name="wish">Which.</param>
    /// <param name="enough">What is there is sent, no more is waited for.</param>
    /// <param name="hangUp">Ends it at once: the operator that asked is gone.</param>
    /// <returns>Completes when it is over; never fails.</returns>
    internal async Task SendAsync(LogWish wish, CancellationToken enough, CancellationToken hangUp)
    {
        if (Interlocked.Increment(ref sending) <= MostAtOnce)
        {
            try
            {
                await Task.Run(() => new LogSender(settings, endpoints, wish, logs.Find(wish), time).SendAsync(enough, hangUp), CancellationToken.None);
            }
            catch (OperationCanceledException) when (hangUp.IsCancellationRequested)
            {
                // As meant.
            }
            catch (Exception e)
            {
                // Whatever it is, the stream and the processes of this container have nothing to do with it.
                log.LogUnsent(Name(wish), e.GetBaseException().Message);
            }
        }

        Interlocked.Decrement(ref sending);
    }

    private static string Name(LogWish wish) => wish.Service.Length > 0 ? $"service {wish.Service}" : wish.Execution.Length > 0 ? $"step {wish.Step}" : "the container";
}
