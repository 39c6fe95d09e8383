using System.Text;

namespace Environs.Supervisor.Work;

/// <summary>The last lines that a command wrote, for the message of its failure.</summary>
internal sealed class OutputTail
{
    private const int Lines = 10;
    private const int Size = 1024;
    private readonly Lock gate = new();
    private readonly byte[] last = new byte[Size];
    private int count;
    private bool cut;

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (count + bytes.Length > Size) cut = true;
            if (bytes.Length >= Size)
            {
                bytes[^Size..].CopyTo(last);
                count = Size;
                return;
            }

            var kept = Math.Min(count, Size - bytes.Length);
            last.AsSpan(count - kept, kept).CopyTo(last);
            bytes.CopyTo(last.AsSpan(kept));
            count = kept + bytes.Length;
        }
    }

    /// <summary>At most ten whole lines of at most 1 KiB together, or the end of one line that is longer.</summary>
    public override string ToString()
    {
        string text;
        lock (gate) text = Encoding.UTF8.GetString(last, 0, count);
        var lines = text.TrimEnd().Split('\n').ToList();
        // The first is a piece of a line, and of a character perhaps.
        if (cut && lines.Count > 1) lines.RemoveAt(0);
        return string.Join('\n', lines.TakeLast(Lines).Select(Plain)).Trim();
    }

    // Colours and the like are for terminals.
    private static string Plain(string line) => string.Concat(line.Where(each => each == '\t' || !char.IsControl(each)));
}
