namespace Environs.Supervisor.Work;

/// <summary>What a service or step wrote, as it wrote it: the newest part in one file, the part before it in another.</summary>
internal sealed class LogFile(string path, long limit, RunFolder folder)
{
    private readonly Lock gate = new();
    private FileStream? stream;

    /// <summary>Adds at the end. Never throws: a disk that is full or not there must not end anything.</summary>
    internal void Append(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            try
            {
                stream ??= RunFolder.OpenLog(path);
                if (stream.Length > 0 && stream.Length + bytes.Length > limit) stream = PutAside();
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

    private FileStream PutAside()
    {
        Close();
        File.Move(path, path + ".1", overwrite: true);
        return RunFolder.OpenLog(path);
    }
}
