using Environs.Supervisor.Link;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Init;

/// <summary>The init container's link to the operator, while it waits for something.</summary>
internal static class InitLink
{
    /// <summary>Returns when the wait is over, and the operator has heard the last of it if it could.</summary>
    internal static async Task HoldAsync(IWorkload workload, LinkSettings settings, Log log, TimeProvider time, Func<Task> wait, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var calls = new OperatorCalls(settings, time);
        var linking = Task.Run(() => new OperatorLink(settings, workload, calls, log, time, new Random()).RunAsync(over.Token), CancellationToken.None);
        try
        {
            await wait();
        }
        finally
        {
            await over.CancelAsync();
            await linking;
        }
    }
}
