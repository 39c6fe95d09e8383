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
    private TaskCompletionSource opened = New();
    private TaskCompletionSource wanted = New();
    private int waiting;

    /// <summary>The files of the workspace are to be looked at now, and news told at once.</summary>
    internal event Action? LookWanted;

    /// <summary>Complete while a question waits for a connection.</summary>
    internal Task Wanted
    {
        get
        {
            lock (gate) return wanted.Task;
        }
    }

    /// <summary>How long a question waits for a connection, and for its answer.</summary>
    internal TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The same of a change, which nothing but the operator can do: another replica leads by then, and the end of an update is waited for.</summary>
    internal TimeSpan ChangeLimit { get; init; } = TimeSpan.FromSeconds(20);

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
            if (opened.Task.IsCompleted) opened = New();
        }
    }

    /// <summary>The answer, or that the operator is away, which is said in time.</summary>
    internal async Task<Answer> AskAsync(Request request, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(IsChange(request) ? ChangeLimit : Limit, time);
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
            Task open;
            lock (gate)
            {
                if (channel is not null) return channel;
                open = opened.Task;
                if (waiting++ == 0) wanted.TrySetResult();
            }

            try
            {
                await open.WaitAsync(over);
            }
            finally
            {
                lock (gate)
                {
                    if (--waiting == 0) wanted = New();
                }
            }
        }
    }

    private static bool IsChange(Request request) => request.WhatCase is not (Request.WhatOneofCase.Overview or Request.WhatOneofCase.Validation);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The stream may be older than its token lives.
    private Metadata Identity() => new() { { "authorization", "Bearer " + files.Token() } };
}
