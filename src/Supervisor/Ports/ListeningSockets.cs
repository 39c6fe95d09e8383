using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Environs.Supervisor.Ports;

/// <summary>The TCP sockets of a network namespace that listen, as /proc/net/tcp and /proc/net/tcp6 tell of them.</summary>
internal static class ListeningSockets
{
    private const string Listening = "0A";

    /// <param name="folder">Where /proc is mounted.</param>
    internal static IEnumerable<IPEndPoint> Read(string folder) => ReadFile(Path.Combine(folder, "net/tcp")).Concat(ReadFile(Path.Combine(folder, "net/tcp6")));

    /// <summary>Reads a line; null when it tells of something else.</summary>
    internal static IPEndPoint? Parse(string line)
    {
        // sl local_address rem_address st …
        var fields = line.Split(' ', 5, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 4 || fields[3] != Listening || fields[1].Split(':') is not [var address, var port]) return null;
        return Address(address) is { } ip && int.TryParse(port, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= IPEndPoint.MaxPort
            ? new IPEndPoint(ip, number)
            : null;
    }

    // Without IPv6 there is no tcp6.
    private static IEnumerable<IPEndPoint> ReadFile(string path) => File.Exists(path) ? File.ReadLines(path).Select(Parse).OfType<IPEndPoint>() : [];

    // Words of 32 bits, each written as the processor's number.
    private static IPAddress? Address(string text)
    {
        if (text.Length is not (8 or 32)) return null;
        Span<byte> bytes = stackalloc byte[text.Length / 2];
        for (var word = 0; word < text.Length / 8; word++)
        {
            if (!uint.TryParse(text.AsSpan(word * 8, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number)) return null;
            if (BitConverter.IsLittleEndian) BinaryPrimitives.WriteUInt32LittleEndian(bytes[(word * 4)..], number);
            else BinaryPrimitives.WriteUInt32BigEndian(bytes[(word * 4)..], number);
        }

        var address = new IPAddress(bytes);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}
