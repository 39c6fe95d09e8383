using System.Collections.Concurrent;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Tests.Support;
using Grpc.Core;

namespace Environs.Supervisor.Tests.Link;

/// <summary>A supervisor's stream as the operator has it.</summary>
internal sealed class TestStream(IServerStreamWriter<Desired> desired, ServerCallContext context)
{
    private readonly ConcurrentQueue<Report> reports = [];
    private readonly TaskCompletionSource<Status?> end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal IReadOnlyList<Report> Reports => [.. reports];

    internal string Authorization { get; } = context.RequestHeaders.GetValue("authorization") ?? "";

    internal string Authority { get; } = context.Host;

    /// <summary>True when the supervisor said that it has nothing more to say.</summary>
    internal bool WasClosed { get; private set; }

    internal bool HasEnded { get; private set; }

    internal Task SayAsync(Desired word) => desired.WriteAsync(word);

    /// <summary>Ends the stream from this side.</summary>
    internal void End(Status? status = null) => end.TrySetResult(status);

    internal async Task ListenAsync(IAsyncStreamReader<Report> source, bool ignoreGoodbye)
    {
        try
        {
            var listening = ReadAsync(source);
            var cut = Task.Delay(Timeout.Infinite, context.CancellationToken);
            if (await Task.WhenAny(listening, end.Task) == listening) await (ignoreGoodbye ? cut : listening);
            else if (await end.Task is { } status) throw new RpcException(status);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Cut.
        }
        finally
        {
            HasEnded = true;
        }
    }

    internal Task ReportedAsync(Func<Report, bool> condition, string what) => Eventually.TrueAsync(() => Reports.Any(condition), what);

    private async Task ReadAsync(IAsyncStreamReader<Report> source)
    {
        while (await source.MoveNext(context.CancellationToken)) reports.Enqueue(source.Current);
        WasClosed = true;
    }
}
