namespace Environs.Supervisor.Tests.Support;

/// <summary>What writing is like when nobody reads.</summary>
internal sealed class StuckStream : MemoryStream
{
    private readonly TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource freed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task IsStuck => entered.Task;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        entered.TrySetResult();
        await freed.Task;
    }

    protected override void Dispose(bool disposing)
    {
        freed.TrySetResult();
        base.Dispose(disposing);
    }
}
