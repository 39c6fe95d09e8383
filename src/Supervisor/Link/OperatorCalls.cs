using Environs.Protocol.Requests;
using Grpc.Core;
using Grpc.Net.Client;

namespace Environs.Supervisor.Link;

/// <summary>Single questions to the operator, on the connection of the stream while there is one.</summary>
internal sealed class OperatorCalls(LinkSettings settings, TimeProvider time) : IDisposable
{
    // With the stream no more than the operator takes on one connection.
    private const int MostAtOnce = 3;

    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(250);
    private readonly SemaphoreSlim room = new(MostAtOnce);
    private readonly EndpointFiles files = new(settings.Folder);
    private readonly Lock gate = new();
    private GrpcChannel? channel;
    private TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The files of the workspace are to be looked at now, and news told at once.</summary>
    internal event Action? LookWanted;

    /// <summary>How long a question waits for a connection, and for its answer.</summary>
    internal TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The same of an update, on whose end the operator waits itself.</summary>
    internal TimeSpan UpdateLimit { get; init; } = TimeSpan.FromSeconds(20);

    public void Dispose() => room.Dispose();

    internal void LookNow() => LookWanted?.Invoke();

    /// <summary>The operator can be asked on this channel.</summary>
    internal void Open(GrpcChannel to)
    {
        lock (gate) channel = to;
        opened.TrySetResult();
    }

    /// <summary>It cannot be any more.</summary>
    internal void Close()
    {
        lock (gate)
        {
            channel = null;
            if (opened.Task.IsCompleted) opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The answer, or that the operator is away, which is said in time.</summary>
    internal async Task<Answer> AskAsync(Request request, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(request.Update is null ? Limit : UpdateLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var why = "there is no connection to it";
        try
        {
            await room.WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Answer { Outcome = Outcome.Busy, Message = "Too much is being asked at once; come back in some seconds." };
        }

        try
        {
            while (true)
            {
                var to = await ChannelAsync(both.Token);
                try
                {
                    return await new Protocol.Requests.Requests.RequestsClient(to).AskAsync(request, Identity(), cancellationToken: both.Token);
                }
                catch (RpcException e) when (Final(e) is { } answer)
                {
                    return answer;
                }
                catch (Exception e) when (e is RpcException or FormatException or ObjectDisposedException)
                {
                    // It may be one that does not lead any more: the stream finds the one that does.
                    if (!both.IsCancellationRequested) why = e is RpcException { Status: { DebugException: null } status } ? $"{status.StatusCode}: {status.Detail}" : e.GetBaseException().Message;
                }

                await Task.Delay(AskAgain, time, both.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Answer { Outcome = Outcome.OperatorAway, Message = $"The operator is not reached: {why}." };
        }
        finally
        {
            room.Release();
        }
    }

    /// <summary>What an error says that another try would say again; null for any other.</summary>
    internal static Answer? Final(RpcException e) => e.StatusCode switch
    {
        StatusCode.ResourceExhausted => new Answer { Outcome = Outcome.Busy, Message = e.Status.Detail },
        StatusCode.Unimplemented => new Answer { Outcome = Outcome.Refused, Message = "The operator is of an earlier version, which cannot be asked from inside an environment." },
        StatusCode.InvalidArgument or StatusCode.PermissionDenied => new Answer { Outcome = Outcome.Refused, Message = e.Status.Detail },
        StatusCode.Internal when e.Status.DebugException is null => new Answer { Outcome = Outcome.Refused, Message = e.Status.Detail },
        _ => null,
    };

    private async Task<GrpcChannel> ChannelAsync(CancellationToken over)
    {
        while (true)
        {
            Task waiting;
            lock (gate)
            {
                if (channel is { } open) return open;
                waiting = opened.Task;
            }

            await waiting.WaitAsync(over);
        }
    }

    // The stream may be older than its token lives.
    private Metadata Identity() => new() { { "authorization", "Bearer " + files.Token() } };
}
