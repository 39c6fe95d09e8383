namespace Environs.Supervisor.Work;

/// <summary>What a service or step wrote, as it wrote it: the newest part in one file, the part before it in another.</summary>
internal sealed class LogFile(string path, long limit, RunFolder folder)
{
    private const int Kept = 2;
    private readonly Lock gate = new();
    private FileStream? stream;
    private long start;

    /// <summary>Adds at the end. Never throws: a disk that is full or not there must not end anything.</summary>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            try
            {
                stream ??= Open();
                if (stream.Length > 0 && stream.Length + bytes.Length > limit) stream = Next();
                stream.Write(bytes);
            }
            catch (Exception e) when (RunFolder.IsTrouble(e))
            {
                folder.Say(e.Message);
                Close();
            }
        }
    }

    /// <summary>Lets go of the file until the next line.</summary>
    internal void Close()
    {
        lock (gate)
        {
            stream?.Dispose();
            stream = null;
        }
    }

    private FileStream Open()
    {
        start = LogPieces.Of(path) is [.., var last] ? last.Start : 0;
        return RunFolder.OpenLog(LogPieces.PathOf(path, start));
    }

    private FileStream Next()
    {
        var next = start + stream!.Length;
        Close();
        // Another that writes to the same log, as what an earlier life of the service has left, may have gone on to the next file.
        if (LogPieces.Of(path) is [.., var last] && last.Start > start) return Open();
        start = next;
        var opened = RunFolder.OpenLog(LogPieces.PathOf(path, next));
        foreach (var old in LogPieces.Of(path).SkipLast(Kept)) File.Delete(old.Path);
        return opened;
    }
}
