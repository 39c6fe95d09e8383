using System.Collections.Concurrent;
using System.Text;

namespace Environs.Supervisor.Tests.Link;

/// <summary>Keeps the lines of a log.</summary>
internal sealed class LogLines : TextWriter
{
    private readonly ConcurrentQueue<string> lines = [];

    internal IReadOnlyList<string> All => [.. lines];

    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value) => lines.Enqueue(value ?? "");
}
