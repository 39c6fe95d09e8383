using System.Net.Sockets;
using Environs.Protocol.Requests;
using Environs.Supervisor.Answering;

namespace Environs.Supervisor.Commands;

/// <summary>Asks the supervisor of this container.</summary>
internal sealed class Asker(string path, TimeProvider time)
{
    // Longer than the supervisor takes for anything.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan ConnectAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>The answer, whatever its outcome; throws <see cref="CommandException"/> when there is none.</summary>
    internal async Task<Answer> AskAsync(Request request, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await ConnectAsync(socket, both.Token);
            await using var stream = new NetworkStream(socket);
            await Frames.WriteAsync(stream, request, both.Token);
            return await Frames.ReadAsync(stream, Answer.Parser, Frames.LargestAnswer, both.Token)
                ?? throw new CommandException(ExitCodes.NoSupervisor, "The supervisor has given no answer.");
        }
        catch (Exception e) when (e is SocketException or IOException or InvalidDataException or ArgumentException)
        {
            throw new CommandException(ExitCodes.NoSupervisor, $"The supervisor is not reached at {path}: {e.Message}. The command works inside an environment only.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CommandException(ExitCodes.NoSupervisor, $"The supervisor has not answered within {Limit.TotalSeconds:0} s.");
        }
    }

    // Where too many wait already the kernel does not let this one wait.
    private async Task ConnectAsync(Socket socket, CancellationToken over)
    {
        while (true)
        {
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), over);
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
            {
                await Task.Delay(ConnectAgain, time, over);
            }
        }
    }
}
