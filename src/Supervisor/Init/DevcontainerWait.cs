using Environs.Protocol.Supervision;
using Environs.Supervisor.Launch;
using Environs.Supervisor.Link;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Init;

/// <summary>Shows the operator a devcontainer.json and waits until the dev container is as the file says.</summary>
internal sealed class DevcontainerWait(WorkspaceFile file, string contentFolder, LinkSettings settings, Log log, TimeProvider time) : IWorkload
{
    private static readonly TimeSpan SayAgain = TimeSpan.FromSeconds(10);
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string said = "";

    /// <summary>Never raised: there is nothing new.</summary>
    public event Action<bool> Changed
    {
        add { }
        remove { }
    }

    public void Take(Desired desired)
    {
        if (desired.Failure.Length > 0 && desired.Failure != said) log.Warning(desired.Failure);
        said = desired.Failure;
        if (desired.GoOn) done.TrySetResult();
    }

    public void FillIn(Report report) => (report.DevcontainerFile, report.ContentFolder) = (file, contentFolder);

    /// <summary>Returns when it may go on; throws when it shall stop.</summary>
    internal async Task WaitAsync(CancellationToken cancellation)
    {
        await InitLink.HoldAsync(this, settings, log, time, async () =>
        {
            while (!await done.Task.EndsWithinAsync(SayAgain, time, cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                log.WaitingForDevcontainer(file.Path, said.Length > 0);
            }
        }, cancellation);
    }
}
