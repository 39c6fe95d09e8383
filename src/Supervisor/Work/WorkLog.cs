using System.Buffers;
using Environs.Supervisor.Launch;

namespace Environs.Supervisor.Work;

/// <summary>Takes what the commands of one service or step write to the container's log and to the disk.</summary>
internal sealed class WorkLog(string tag, LogFile file, ContainerLog container, TimeProvider time)
{
    private const int ReadAtOnce = 4096;
    private static readonly TimeSpan UnfinishedAfter = TimeSpan.FromMilliseconds(250);

    /// <summary>Reads until nobody can write any more.</summary>
    internal async Task CopyAsync(Stream from, OutputTail tail)
    {
        var buffer = new byte[ReadAtOnce];
        var lines = new ArrayBufferWriter<byte>();
        var tagger = new LineTagger(tag);
        while (true)
        {
            var reading = ReadAsync(from, buffer);
            // A prompt or a dot of progress is shown, too, when nothing follows it.
            if (tagger.HasUnfinished && !await reading.EndsWithinAsync(UnfinishedAfter, time)) await ShowAsync(() => tagger.Flush(lines));
            var count = await reading;
            if (count == 0) break;
            tail.Append(buffer.AsSpan(0, count));
            file.Append(buffer.AsSpan(0, count));
            await ShowAsync(() => tagger.Append(buffer.AsSpan(0, count), lines));
        }

        await ShowAsync(() => tagger.Flush(lines));
        file.Close();
        await from.DisposeAsync();

        async Task ShowAsync(Action add)
        {
            add();
            if (lines.WrittenCount > 0) await container.WriteAsync(lines.WrittenMemory);
            lines.ResetWrittenCount();
        }
    }

    private static async Task<int> ReadAsync(Stream from, byte[] buffer)
    {
        try
        {
            return await from.ReadAsync(buffer);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return 0;
        }
    }
}
