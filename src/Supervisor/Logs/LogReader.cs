using Environs.Supervisor.Posix;
using Environs.Supervisor.Work;
using Microsoft.Win32.SafeHandles;

namespace Environs.Supervisor.Logs;

/// <summary>Reads a log from a position on, from file to file, while it is written to.</summary>
/// <remarks>A file that was deleted meanwhile is read to its end all the same; what was deleted before it was opened is lost, and that is said.</remarks>
internal sealed class LogReader(string log) : IDisposable
{
    private SafeFileHandle? file;
    private LogPiece? piece;

    /// <summary>Of the byte that is read next; negative for the end as it will be at the first read.</summary>
    internal long Position { get; set; }

    public void Dispose() => file?.Dispose();

    /// <summary>Reads what there is; a count of 0 when that is nothing now.</summary>
    /// <returns>Also whether something before it is lost.</returns>
    internal (int Count, bool IsLost) Read(Span<byte> buffer)
    {
        if (Position < 0) Position = End();
        for (var isLost = false; ;)
        {
            var pieces = LogPieces.Of(log);
            var at = pieces.LastOrDefault(one => one.Start <= Position);
            var next = pieces.FirstOrDefault(one => one.Start > Position);
            // What is open may have been deleted since.
            if (at is not null && at != piece && !TryOpen(at)) continue;
            var count = file is null ? 0 : RandomAccess.Read(file, next is null ? buffer : buffer[..(int)Math.Min(buffer.Length, next.Start - Position)], Position - piece!.Start);
            Position += count;
            if (count > 0 || next is null) return (count, isLost);
            (Position, isLost) = (next.Start, true);
        }
    }

    private long End() => LogPieces.Of(log) is [.., var last] ? last.Start + new FileInfo(last.Path).Length : 0;

    // False when it was deleted in this moment: another look says what is there.
    private bool TryOpen(LogPiece at)
    {
        file?.Dispose();
        (file, piece) = (null, null);
        try
        {
            // A pipe, which only another than us can have put there, would hold us up.
            if (FileStatus.Of(at.Path) is { Kind: FileKind.File }) file = File.OpenHandle(at.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            piece = at;
            return file is not null || File.Exists(at.Path);
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
