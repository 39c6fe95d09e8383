using System.Text;
using System.Threading.Channels;

namespace Environs.Supervisor;

/// <summary>Writes lines in the background: a log that nobody takes must not hold up whoever writes to it.</summary>
internal sealed class QueuedWriter : TextWriter
{
    private const int MostWaiting = 1000;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    // The oldest are lost first: what comes last says why it ended.
    private readonly Channel<string> waiting = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly TextWriter writer;
    private readonly Thread writing;

    internal QueuedWriter(TextWriter writer)
    {
        this.writer = writer;
        // Of its own: it may be held up for ever, which the pool must not be.
        writing = new Thread(Drain) { IsBackground = true, Name = "log" };
        writing.Start();
    }

    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value) => Write($"{value}");

    public override void Write(string? value) => waiting.Writer.TryWrite(value ?? "");

    public override void WriteLine(string? value) => Write($"{value}\n");

    /// <summary>Waits a moment for the last lines to be taken.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing && waiting.Writer.TryComplete()) writing.Join(LastWords);
        base.Dispose(disposing);
    }

    private void Drain()
    {
        try
        {
            while (waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                while (waiting.Reader.TryRead(out var line)) writer.Write(line);
                writer.Flush();
            }
        }
        catch (IOException)
        {
            // There is nowhere left to say it; nobody waits for what is lost.
        }
    }
}
