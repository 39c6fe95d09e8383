using Environs.Protocol.Supervision;
using Environs.Supervisor.Launch;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Lifecycle;

/// <summary>One of the commands that a lifecycle command runs at once.</summary>
internal sealed class LifecyclePartRun(string folder, string command, DesiredLifecyclePart part, WorkTools tools)
{
    private readonly string name = part.Label.Length == 0 ? command : $"{command} {part.Label}";

    /// <summary>Returns how it ended. What it left running in the background goes on: a command may be there to start something.</summary>
    internal async Task<LifecycleCommandReport> LiveAsync(Task stop)
    {
        if (stop.IsCompleted) return new LifecycleCommandReport { Phase = StepPhase.Stopped };
        try
        {
            var log = tools.OpenLog(name, tools.Folder.LifecycleLog(name));
            var running = new LoggedCommand(tools.Launcher.Start(Line()), log, tools.Time);
            await Task.WhenAny(running.Ended, stop);
            if (!running.Ended.IsCompleted)
            {
                await running.TerminateAsync(tools.Settings.StepStop);
                return new LifecycleCommandReport { Phase = StepPhase.Stopped, ExitCode = await running.Ended };
            }

            var code = await running.Ended;
            if (code == 0) return new LifecycleCommandReport { Phase = StepPhase.Succeeded };
            await running.HearLastWordsAsync();
            return new LifecycleCommandReport { Phase = StepPhase.Failed, ExitCode = code, FailureMessage = running.Failure(name, code) };
        }
        catch (LaunchException e)
        {
            return new LifecycleCommandReport { Phase = StepPhase.Failed, ExitCode = LaunchCommand.NotRun, FailureMessage = $"{name}: {e.Message}" };
        }
    }

    private CommandLine Line()
    {
        var surroundings = tools.Launcher.Surroundings;
        return new CommandLine($"lifecycle-{name}", surroundings.Expand(part.Script), folder, [], "")
        {
            Arguments = [.. part.Arguments.Select(surroundings.Expand)],
        };
    }
}
