using System.Buffers.Binary;
using Google.Protobuf;

namespace Environs.Supervisor.Answering;

/// <summary>Messages on a stream of bytes: the length of each, then the message.</summary>
internal static class Frames
{
    internal const int LargestRequest = 512 * 1024;
    internal const int LargestAnswer = 4 * 1024 * 1024;

    internal static async Task WriteAsync(Stream stream, IMessage message, CancellationToken cancellation)
    {
        var frame = new byte[sizeof(int) + message.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - sizeof(int));
        message.WriteTo(frame.AsSpan(sizeof(int)));
        await stream.WriteAsync(frame, cancellation);
    }

    /// <summary>Null when the stream ends before one begins; throws <see cref="InvalidDataException"/> for what is no message.</summary>
    internal static async Task<T?> ReadAsync<T>(Stream stream, MessageParser<T> parser, int largest, CancellationToken cancellation)
        where T : class, IMessage<T>
    {
        var head = new byte[sizeof(int)];
        var count = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
        if (count == 0) return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(head);
        if (count < head.Length || length < 0 || length > largest) throw new InvalidDataException($"a message has 0 to {largest} bytes");
        var bytes = new byte[length];
        try
        {
            await stream.ReadExactlyAsync(bytes, cancellation);
            return parser.ParseFrom(bytes);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidProtocolBufferException)
        {
            throw new InvalidDataException("what was sent is no message", e);
        }
    }
}
