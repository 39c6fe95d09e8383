using System.Net.Sockets;
using Environs.Protocol.Requests;

namespace Environs.Supervisor.Answering;

/// <summary>Answers requests on a socket that every user of the container may connect to: one on each connection, few at once, each in limited time; a log in its own.</summary>
internal sealed class RequestServer(string path, Func<Request, CancellationToken, Task<Answer>> answer, Log log, TimeProvider time)
{
    private const int MostAtOnce = 16;
    private const int MostLogsAtOnce = 16;
    private const int MostWaiting = 128;
    private const UnixFileMode Everyone =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private static readonly TimeSpan PauseAfterTrouble = TimeSpan.FromSeconds(1);
    private int logs;

    /// <summary>Gives a log, part by part, for as long as somebody reads it.</summary>
    internal Func<LogRequest, Func<LogPart, Task>, CancellationToken, Task>? GiveLog { get; init; }

    /// <summary>For the request to come whole.</summary>
    internal TimeSpan Hearing { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For everything, which is more than any answer takes.</summary>
    internal TimeSpan Whole { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Returns when it is stopped; where it cannot listen, at once, and says so: nothing else depends on it.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            Listen(socket);
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            log.NoRequests(path, e.Message);
            return;
        }

        using var room = new SemaphoreSlim(MostAtOnce);
        try
        {
            while (true)
            {
                await room.WaitAsync(stop);
                // Whoever comes while it is full waits in the kernel's queue.
                _ = ServeAsync(await AcceptAsync(socket, stop), room, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // As meant. Those that are being answered end with the process.
        }
    }

    private void Listen(Socket socket)
    {
        // Of the supervisor before this one.
        File.Delete(path);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        File.SetUnixFileMode(path, Everyone);
        socket.Listen(MostWaiting);
    }

    private async Task<Socket> AcceptAsync(Socket socket, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await socket.AcceptAsync(stop);
            }
            catch (SocketException)
            {
                // As when there are no more files for us.
                await Task.Delay(PauseAfterTrouble, time, stop);
            }
        }
    }

    private async Task ServeAsync(Socket connection, SemaphoreSlim room, CancellationToken stop)
    {
        var hasRoom = true;
        try
        {
            await using var stream = new NetworkStream(connection, ownsSocket: true);
            if (await AnswerAsync(stream, stop) is not { } wanted) return;
            // It may take for ever, and must not keep others from being answered.
            room.Release();
            hasRoom = false;
            await GiveLogAsync(stream, wanted, stop);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or SocketException or OperationCanceledException)
        {
            // Whoever asked sees that there is no answer.
        }
        catch (Exception e)
        {
            log.RequestFailed(e.ToString());
        }
        finally
        {
            if (hasRoom && !stop.IsCancellationRequested) room.Release();
        }
    }

    /// <summary>Answers what can be answered at once; returns the log that is wanted.</summary>
    private async Task<LogRequest?> AnswerAsync(Stream stream, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(Whole, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        if (await HearAsync(stream, both.Token) is not { } request) return null;
        if (request.Log is not null && GiveLog is not null) return request.Log;
        await Frames.WriteAsync(stream, await answer(request, both.Token), both.Token);
        return null;
    }

    private async Task GiveLogAsync(Stream stream, LogRequest wanted, CancellationToken stop)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            if (Interlocked.Increment(ref logs) > MostLogsAtOnce)
            {
                await Frames.WriteAsync(stream, new LogPart { Answer = new Answer { Outcome = Outcome.Busy, Message = $"{MostLogsAtOnce} logs are being read in this container already." }, End = true }, stop);
                return;
            }

            var leaving = LeaveAsync();
            await GiveLog!(wanted, part => Frames.WriteAsync(stream, part, gone.Token), gone.Token);
            await gone.CancelAsync();
            await leaving;
        }
        finally
        {
            Interlocked.Decrement(ref logs);
        }

        // Who has asked says nothing more, but goes.
        async Task LeaveAsync()
        {
            try
            {
                _ = await stream.ReadAsync(new byte[1], gone.Token);
                await gone.CancelAsync();
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // Gone, too; the next part that is written says so.
            }
        }
    }

    private async Task<Request?> HearAsync(Stream stream, CancellationToken over)
    {
        using var limit = new CancellationTokenSource(Hearing, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, over);
        return await Frames.ReadAsync(stream, Request.Parser, Frames.LargestRequest, both.Token);
    }
}
