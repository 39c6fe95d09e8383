namespace Environs.Supervisor.Launch;

/// <summary>Waits that have a limit.</summary>
internal static class Waiting
{
    /// <summary>True when the task ends within the limit and before the cancellation; throws neither what the task throws nor of the cancellation.</summary>
    internal static async Task<bool> EndsWithinAsync(this Task task, TimeSpan limit, TimeProvider time, CancellationToken cancellation = default)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(task, Task.Delay(limit, time, over.Token));
        await over.CancelAsync();
        return task.IsCompleted;
    }
}
