using System.Buffers;
using System.Text;

namespace Environs.Supervisor.Work;

/// <summary>Puts a tag before each line of a stream of bytes, which pass as they are.</summary>
internal sealed class LineTagger(string tag)
{
    /// <summary>Longer lines are cut into pieces.</summary>
    internal const int LongestLine = 16 * 1024;

    private readonly byte[] prefix = Encoding.UTF8.GetBytes($"[{string.Concat(tag.Where(each => !char.IsControl(each)))}] ");
    private readonly byte[] line = new byte[LongestLine];
    private int count;

    /// <summary>True when a line has begun that has not ended.</summary>
    internal bool HasUnfinished => count > 0;

    /// <summary>Takes bytes and writes the lines that are whole now.</summary>
    internal void Append(ReadOnlySpan<byte> bytes, IBufferWriter<byte> to)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var piece = bytes[..(end < 0 ? bytes.Length : end)];
            var fits = Math.Min(piece.Length, LongestLine - count);
            piece[..fits].CopyTo(line.AsSpan(count));
            count += fits;
            bytes = bytes[fits..];
            if (fits < piece.Length)
            {
                Cut(to);
            }
            else if (end >= 0)
            {
                Write(count, to);
                bytes = bytes[1..];
            }
        }
    }

    /// <summary>Ends a line that has not ended itself.</summary>
    internal void Flush(IBufferWriter<byte> to)
    {
        if (HasUnfinished) Write(count, to);
    }

    // Before a character of several bytes rather than in it.
    private void Cut(IBufferWriter<byte> to)
    {
        var at = count;
        while (count - at < 3 && (line[at - 1] & 0xc0) == 0x80) at--;
        if ((line[at - 1] & 0xc0) == 0xc0 && at > 1) at--;
        else at = count;
        Write(at, to);
    }

    private void Write(int length, IBufferWriter<byte> to)
    {
        to.Write(prefix);
        to.Write(line.AsSpan(0, length));
        to.Write("\n"u8);
        line.AsSpan(length, count - length).CopyTo(line);
        count -= length;
    }
}
