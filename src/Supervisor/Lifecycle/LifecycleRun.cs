using Environs.Protocol.Supervision;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Lifecycle;

/// <summary>The one run of this container's lifecycle commands: one after another, until one fails that is not optional.</summary>
internal sealed class LifecycleRun
{
    private readonly Lock gate = new();
    private readonly string folder;
    private readonly IReadOnlyList<DesiredLifecycleCommand> commands;
    private readonly WorkTools tools;
    private readonly Action<bool> changed;
    private readonly LifecycleReport report;
    private readonly TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task running = Task.CompletedTask;

    internal LifecycleRun(string folder, DesiredDevcontainer devcontainer, WorkTools tools, Action<bool> changed)
    {
        (this.folder, this.tools, this.changed) = (folder, tools, changed);
        commands = [.. devcontainer.Commands];
        report = new LifecycleReport { RemoteUser = devcontainer.RemoteUser, WorkspaceFolder = folder };
        report.Commands.AddRange(commands.Select(command => new LifecycleCommandReport { Name = command.Name, Awaited = command.Awaited }));
    }

    /// <summary>Nothing of it runs, or will.</summary>
    internal bool IsDown => running.IsCompleted;

    /// <summary>Something that is waited for has not come yet.</summary>
    internal bool IsStarting
    {
        get
        {
            lock (gate) return !IsDown && report.Commands.Any(command => command.Awaited && command.Phase is StepPhase.Unspecified or StepPhase.Running);
        }
    }

    internal void Start() => running = Task.Run(LiveAsync);

    internal void Stop() => stop.TrySetResult();

    internal LifecycleReport Report()
    {
        lock (gate) return report.Clone();
    }

    private async Task LiveAsync()
    {
        for (var i = 0; i < commands.Count; i++)
        {
            Put(i, new LifecycleCommandReport { Phase = StepPhase.Running });
            var parts = await Task.WhenAll(commands[i].Parts.Select(part => Run(commands[i], part).LiveAsync(stop.Task)));
            var worst = parts.FirstOrDefault(part => part.Phase != StepPhase.Succeeded) ?? new LifecycleCommandReport { Phase = StepPhase.Succeeded };
            Put(i, worst);
            if (worst.Phase == StepPhase.Stopped || (worst.Phase == StepPhase.Failed && !commands[i].Optional)) return;
        }
    }

    private LifecyclePartRun Run(DesiredLifecycleCommand command, DesiredLifecyclePart part) => new(folder, command.Name, part, tools)
    {
        Limit = command.Limit > 0 ? TimeSpan.FromMilliseconds(command.Limit) : Timeout.InfiniteTimeSpan,
    };

    private void Put(int index, LifecycleCommandReport now)
    {
        (now.Name, now.Awaited) = (commands[index].Name, commands[index].Awaited);
        lock (gate) report.Commands[index] = now;
        var phase = now.Phase.ToString().ToLowerInvariant();
        tools.Log.Work(now.Name, now.FailureMessage.Length > 0 ? $"{phase}: {now.FailureMessage}" : phase);
        changed(true);
    }
}
