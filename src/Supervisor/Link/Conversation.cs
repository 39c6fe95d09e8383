using System.Collections.Concurrent;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Automations;
using Environs.Supervisor.Work;
using Grpc.Core;

namespace Environs.Supervisor.Link;

/// <summary>One stream with the operator: we tell what is, it tells what shall be. For one use.</summary>
internal sealed class Conversation(
    Endpoint endpoint, LinkSettings settings, Reporter reporter, IWorkload workload, WorkspaceFiles files, OperatorCalls calls, LogSenders? logs, Log log, TimeProvider time) : IDisposable
{
    private readonly ReportPace pace = new(settings.Gather, settings.Spacing, time);
    private readonly CancellationTokenSource hangUp = new(Timeout.InfiniteTimeSpan, time);
    private readonly ConcurrentDictionary<Task, bool> sending = [];
    private ulong version;
    private long? upSince;
    private bool isConnected;

    /// <summary>Returns when the stream has ended; asked to stop, it says goodbye first.</summary>
    internal async Task<StreamEnd> HoldAsync(CancellationToken stop)
    {
        using var channel = OperatorChannel.To(endpoint, settings);
        var identity = new Metadata { { "authorization", "Bearer " + endpoint.Token } };
        using var call = new Supervision.SupervisionClient(channel).Connect(identity, cancellationToken: hangUp.Token);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop, hangUp.Token);
        using var farewell = stop.UnsafeRegister(_ => SayFarewell(), null);
        files.Look();
        workload.Changed += pace.Changed;
        calls.LookWanted += Look;
        calls.Open(channel);

        var others = Task.WhenAll(OrHangUpAsync(TellAsync(call.RequestStream, over.Token, stop)), OrHangUpAsync(LookAsync(over.Token)));
        try
        {
            var end = await EndAsync(call.ResponseStream, over.Token);
            return end with { Lived = upSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero, WasConnected = isConnected };
        }
        finally
        {
            calls.Close();
            calls.LookWanted -= Look;
            workload.Changed -= pace.Changed;
            await hangUp.CancelAsync();
            await others;
            await Task.WhenAll(sending.Keys);
        }
    }

    public void Dispose()
    {
        hangUp.Dispose();
        pace.Dispose();
    }

    private async Task<StreamEnd> EndAsync(IAsyncStreamReader<Desired> stream, CancellationToken over)
    {
        try
        {
            await HearAsync(stream, over);
            return new StreamEnd(Ending.Lost, "the operator ended the stream");
        }
        catch (RpcException e)
        {
            return StreamEnd.Of(e);
        }
    }

    private async Task HearAsync(IAsyncStreamReader<Desired> stream, CancellationToken over)
    {
        await foreach (var desired in stream.ReadAllAsync(CancellationToken.None))
        {
            if (!isConnected) log.Connected(endpoint.ToString());
            isConnected = true;
            if (desired.Log is { } wish && logs is not null) Send(logs, wish, over);
            if (desired.Version <= version) continue;
            files.Watch(desired);
            workload.Take(desired);
            Volatile.Write(ref version, desired.Version);
            pace.Changed(atOnce: true);
        }
    }

    // What is there when the container stops is sent, before the goodbye.
    private void Send(LogSenders logs, LogWish wish, CancellationToken over)
    {
        var task = logs.SendAsync(wish, over, hangUp.Token);
        sending[task] = true;
        _ = task.ContinueWith(ended => sending.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    // Who was never in touch has nobody to say goodbye to.
    private void SayFarewell() => hangUp.CancelAfter(upSince is null ? TimeSpan.Zero : settings.Farewell);

    private async Task TellAsync(IClientStreamWriter<Report> stream, CancellationToken over, CancellationToken stop)
    {
        try
        {
            do
            {
                await stream.WriteAsync(reporter.Write(Volatile.Read(ref version)), CancellationToken.None);
                upSince ??= time.GetTimestamp();
            }
            while (await pace.IsDueAsync(over));
            if (!stop.IsCancellationRequested) return;
            await stream.WriteAsync(reporter.Write(Volatile.Read(ref version)), CancellationToken.None);
            await Task.WhenAll(sending.Keys);
            await stream.CompleteAsync();
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The stream is over; who listens learns why.
        }
    }

    private async Task LookAsync(CancellationToken over)
    {
        using var timer = new PeriodicTimer(settings.LookAtAutomations, time);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
                Look();
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // As meant.
        }
    }

    private void Look()
    {
        if (files.Look()) pace.Changed(atOnce: true);
    }

    // A stream on which we only listen would go on for ever.
    private async Task OrHangUpAsync(Task task)
    {
        try
        {
            await task;
        }
        catch
        {
            await hangUp.CancelAsync();
            throw;
        }
    }
}
