namespace Environs.Supervisor.Repositories;

/// <summary>Takes a stream apart into records that end with a certain byte, with little memory however long it is.</summary>
internal static class RecordReader
{
    // A path has 4096 bytes at most, and a subject that is longer is cut anyway.
    private const int LongestRecord = 16 * 1024;

    internal delegate void Taker(ReadOnlySpan<byte> record);

    /// <summary>Reads to the end; of a record that is too long only the beginning is taken.</summary>
    internal static async Task ReadAsync(Stream stream, byte end, Taker take, CancellationToken cancellation)
    {
        var buffer = new byte[32 * 1024];
        var record = new List<byte>();
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellation)) > 0)
        {
            var rest = buffer.AsMemory(0, count);
            for (int at; (at = rest.Span.IndexOf(end)) >= 0; rest = rest[(at + 1)..])
            {
                if (record.Count == 0)
                {
                    take(rest.Span[..Math.Min(at, LongestRecord)]);
                    continue;
                }

                Append(record, rest.Span[..at]);
                take([.. record]);
                record.Clear();
            }

            Append(record, rest.Span);
        }

        if (record.Count > 0) take([.. record]);
    }

    private static void Append(List<byte> record, ReadOnlySpan<byte> more) => record.AddRange(more[..Math.Min(more.Length, LongestRecord - record.Count)]);
}
