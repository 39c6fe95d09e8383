namespace Environs.Supervisor.Work;

/// <summary>The container's log, as kubectl shows it, and as it is kept on the disk.</summary>
internal sealed class ContainerLog(Stream stream, LogFile? file = null) : IDisposable
{
    // Whoever waits here holds no thread, however slow the node reads; and the command that writes too much is what is slowed down.
    private readonly SemaphoreSlim gate = new(1);

    public void Dispose() => gate.Dispose();

    /// <summary>Writes whole lines. Nobody may be reading any more, which is no reason to end anything.</summary>
    internal async Task WriteAsync(ReadOnlyMemory<byte> lines)
    {
        await gate.WaitAsync();
        try
        {
            file?.Append(lines.Span);
            await stream.WriteAsync(lines);
            await stream.FlushAsync();
        }
        catch (IOException)
        {
            // There is nowhere left to say it.
        }
        finally
        {
            gate.Release();
        }
    }
}
