using System.Net.Sockets;
using Environs.Protocol.Requests;

namespace Environs.Supervisor.Answering;

/// <summary>Answers requests on a socket that every user of the container may connect to: one on each connection, few at once, each in limited time.</summary>
internal sealed class RequestServer(string path, Func<Request, CancellationToken, Task<Answer>> answer, Log log, TimeProvider time)
{
    private const int MostAtOnce = 16;
    private const int MostWaiting = 128;
    private const UnixFileMode Everyone =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private static readonly TimeSpan PauseAfterTrouble = TimeSpan.FromSeconds(1);

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
        try
        {
            using var limit = new CancellationTokenSource(Whole, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
            await using var stream = new NetworkStream(connection, ownsSocket: true);
            if (await HearAsync(stream, both.Token) is { } request) await Frames.WriteAsync(stream, await answer(request, both.Token), both.Token);
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
            if (!stop.IsCancellationRequested) room.Release();
        }
    }

    private async Task<Request?> HearAsync(Stream stream, CancellationToken over)
    {
        using var limit = new CancellationTokenSource(Hearing, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, over);
        return await Frames.ReadAsync(stream, Request.Parser, Frames.LargestRequest, both.Token);
    }
}
