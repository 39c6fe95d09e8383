using System.Text;

namespace Environs.Supervisor.Content;

/// <summary>Reads what git says for people: shows it, and keeps the last lines that are not progress.</summary>
internal sealed class GitMessages(Log log, TimeProvider time)
{
    private const int KeptLines = 12;
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(3);

    private readonly Queue<string> kept = new();
    private long lastProgress = time.GetTimestamp();

    internal string Text => string.Join("; ", kept);

    /// <summary>Reads to the end; <paramref name="heard"/> is called for everything that arrives.</summary>
    internal async Task ReadAsync(TextReader reader, Action heard, CancellationToken cancellation)
    {
        var buffer = new char[4096];
        var line = new StringBuilder();
        int count;
        while ((count = await reader.ReadAsync(buffer, cancellation)) > 0)
        {
            heard();
            foreach (var c in buffer.AsSpan(0, count))
            {
                // git ends a line of progress that will be overwritten with a carriage return.
                if (c is '\n' or '\r') Take(line, passing: c == '\r');
                else if (line.Length < 1000) line.Append(c);
            }
        }

        Take(line, passing: false);
    }

    private void Take(StringBuilder buffer, bool passing)
    {
        var line = GitAddress.Redact(buffer.ToString().Trim());
        buffer.Clear();
        if (line.Length == 0) return;
        if (passing)
        {
            if (time.GetElapsedTime(lastProgress) < ProgressInterval) return;
            lastProgress = time.GetTimestamp();
        }

        log.GitSaid(line);
        if (passing || line.EndsWith(", done.", StringComparison.Ordinal) || line.StartsWith("Cloning into", StringComparison.Ordinal)) return;
        kept.Enqueue(line);
        if (kept.Count > KeptLines) kept.Dequeue();
    }
}
