namespace Environs.Supervisor.Logs;

/// <summary>Passes a log on, from a position to its end or for as long as more may come.</summary>
internal sealed class LogCourse(KeptLog log, bool follow, TimeProvider time)
{
    /// <summary>Bytes that are passed on at once.</summary>
    internal const int Chunk = 32 * 1024;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>Takes a chunk, whether something before it is lost, and the position after it; the log waits until it returns.</summary>
    internal delegate Task Put(ReadOnlyMemory<byte> bytes, bool isLost, long position);

    /// <summary>Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> where the log cannot be read.</summary>
    /// <param name="position">Where to begin; negative for the end.</param>
    /// <param name="put">Where it goes.</param>
    /// <param name="enough">No more is waited for: what is there is passed on.</param>
    /// <param name="cancellation">Ends it at once.</param>
    internal async Task RunAsync(long position, Put put, CancellationToken enough, CancellationToken cancellation)
    {
        using var reader = new LogReader(log.Path) { Position = position };
        var buffer = new byte[Chunk];
        while (true)
        {
            // Before it is read: what was written before the end is read.
            var isLast = !follow || enough.IsCancellationRequested || !log.IsOpen();
            int count;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                (count, var isLost) = reader.Read(buffer);
                if (count > 0) await put(buffer.AsMemory(0, count), isLost, reader.Position);
            }
            while (count > 0);

            if (isLast) return;
            await Task.Delay(LookAgain, time, enough).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
