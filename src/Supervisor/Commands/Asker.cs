using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Environs.Protocol.Requests;
using Environs.Supervisor.Answering;
using Google.Protobuf;

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
            await using var stream = await SendAsync(request, both.Token);
            return await ReadAsync(stream, Answer.Parser, both.Token) ?? throw new CommandException(ExitCodes.NoSupervisor, "The supervisor has given no answer.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CommandException(ExitCodes.NoSupervisor, $"The supervisor has not answered within {Limit.TotalSeconds:0} s.");
        }
    }

    /// <summary>The parts of a log, for as long as there are any; throws <see cref="CommandException"/> when it ends before the last.</summary>
    internal async IAsyncEnumerable<LogPart> ReadLogAsync(LogRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = await SendAsync(new Request { Log = request }, cancellation);
        while (true)
        {
            var part = await ReadAsync(stream, LogPart.Parser, cancellation) ?? throw new CommandException(ExitCodes.NoSupervisor, "The log is cut: the supervisor has gone.");
            yield return part;
            if (part.End) yield break;
        }
    }

    private async Task<Stream> SendAsync(Request request, CancellationToken over)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await ConnectAsync(socket, over);
            var stream = new NetworkStream(socket, ownsSocket: true);
            await Frames.WriteAsync(stream, request, over);
            return stream;
        }
        catch (Exception e) when (e is SocketException or IOException or ArgumentException)
        {
            socket.Dispose();
            throw Unreached(e);
        }
    }

    private async Task<T?> ReadAsync<T>(Stream stream, MessageParser<T> parser, CancellationToken over)
        where T : class, IMessage<T>
    {
        try
        {
            return await Frames.ReadAsync(stream, parser, Frames.LargestAnswer, over);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw Unreached(e);
        }
    }

    private CommandException Unreached(Exception e) => new(ExitCodes.NoSupervisor, $"The supervisor is not reached at {path}: {e.Message}. The command works inside an environment only.");

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
