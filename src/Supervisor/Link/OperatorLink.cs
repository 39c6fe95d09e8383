using Environs.Supervisor.Automations;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Link;

/// <summary>Keeps a stream with the operator: reads its files, dials, talks until the stream ends, pauses, and again, for ever.</summary>
internal sealed class OperatorLink(LinkSettings settings, IWorkload workload, OperatorCalls calls, Log log, TimeProvider time, Random random)
{
    private readonly EndpointFiles endpoints = new(settings.Folder);
    private readonly Pauses pauses = new(settings, random);
    private string said = "";

    /// <summary>What the operator wants to know of the workspace.</summary>
    internal WorkspaceFiles Files { get; } = new();

    /// <summary>Sends the operator the logs that it asks for; null where there are none.</summary>
    internal LogSenders? Logs { get; init; }

    /// <summary>Returns soon after it was asked to stop; nothing else ends it.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        var reporter = new Reporter(settings.Container, workload, Files, log);
        try
        {
            while (true)
            {
                using var endpoint = await EndpointAsync(stop);
                var end = await TalkAsync(endpoint, reporter, stop);
                stop.ThrowIfCancellationRequested();
                Tell(end, end.Line(endpoint.Token));
                await PauseAsync(pauses.After(end), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // As meant.
        }
    }

    // Long pauses are for when nobody asks.
    private async Task PauseAsync(TimeSpan pause, CancellationToken stop)
    {
        var first = pause < settings.PauseWhenAsked ? pause : settings.PauseWhenAsked;
        await Task.Delay(first, time, stop);
        await calls.Wanted.WaitAsync(pause - first, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.ThrowIfCancellationRequested();
    }

    private async Task<Endpoint> EndpointAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return endpoints.Read();
            }
            catch (FormatException e)
            {
                Once(e.Message, log.OperatorUnknown);
            }

            await Task.Delay(settings.Look, time, stop);
        }
    }

    private async Task<StreamEnd> TalkAsync(Endpoint endpoint, Reporter reporter, CancellationToken stop)
    {
        try
        {
            using var conversation = new Conversation(endpoint, settings, reporter, workload, Files, calls, Logs, log, time);
            return await conversation.HoldAsync(stop);
        }
        catch (Exception e)
        {
            // Whatever it is, the processes of this container and the next dial have nothing to do with it.
            return new StreamEnd(Ending.Lost, e.ToString());
        }
    }

    private void Tell(StreamEnd end, string reason)
    {
        if (end.How == Ending.Refused)
        {
            Once(reason, log.Refused);
        }
        else if (end.WasConnected)
        {
            said = "";
            log.Disconnected(reason);
        }
        else if (!pauses.IsQuick(end))
        {
            Once(reason, log.NotConnected);
        }
    }

    // The same trouble, dial after dial, is told once.
    private void Once(string reason, Action<string> tell)
    {
        if (reason == said) return;
        said = reason;
        tell(reason);
    }
}
