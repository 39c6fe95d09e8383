using System.Text;

namespace Environs.Supervisor.Tests.Support;

/// <summary>Memory that is read while others write it.</summary>
internal sealed class SharedStream : MemoryStream
{
    private readonly Lock gate = new();
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task NextWriteAsync()
    {
        lock (gate) return next.Task;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            Write(buffer.Span);
            next.SetResult();
            next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return ValueTask.CompletedTask;
    }

    public override string ToString()
    {
        lock (gate) return Encoding.UTF8.GetString(ToArray());
    }
}
