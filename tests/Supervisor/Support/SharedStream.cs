using System.Text;

namespace Environs.Supervisor.Tests.Support;

/// <summary>Memory that is read while others write it.</summary>
internal sealed class SharedStream : MemoryStream
{
    private readonly Lock gate = new();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (gate) Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override string ToString()
    {
        lock (gate) return Encoding.UTF8.GetString(ToArray());
    }
}
