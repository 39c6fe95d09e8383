using System.Globalization;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Launch;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Lifecycle;

/// <summary>One of the commands that a lifecycle command runs at once.</summary>
internal sealed class LifecyclePartRun(string folder, string command, DesiredLifecyclePart part, WorkTools tools)
{
    private readonly string name = part.Label.Length == 0 ? command : $"{command} {part.Label}";

    /// <summary>How long it may run.</summary>
    internal TimeSpan Limit { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Returns how it ended. What it left running in the background goes on: a command may be there to start something.</summary>
    internal async Task<LifecycleCommandReport> LiveAsync(Task stop)
    {
        if (stop.IsCompleted) return new LifecycleCommandReport { Phase = StepPhase.Stopped };
        try
        {
            var log = tools.OpenLog(name, tools.Folder.LifecycleLog(name));
            var running = new LoggedCommand(tools.Launcher.Start(Line()), log, tools.Time);
            await Task.WhenAny(running.Ended, stop).EndsWithinAsync(Limit, tools.Time);
            if (!running.Ended.IsCompleted)
            {
                await running.TerminateAsync(tools.Settings.StepStop);
                if (!running.Ended.IsCompleted)
                    return new LifecycleCommandReport { Phase = stop.IsCompleted ? StepPhase.Stopped : StepPhase.Failed, FailureMessage = $"{name} was killed and did not go" };
                return stop.IsCompleted
                    ? new LifecycleCommandReport { Phase = StepPhase.Stopped, ExitCode = await running.Ended }
                    : new LifecycleCommandReport { Phase = StepPhase.Failed, ExitCode = await running.Ended, FailureMessage = TooLong(await running.Ended, running) };
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

    private string TooLong(int code, LoggedCommand running) =>
        running.Failure(string.Create(CultureInfo.InvariantCulture, $"{name} had not ended after {Limit.TotalSeconds} s, was told to, and"), code);

    private CommandLine Line()
    {
        var surroundings = tools.Launcher.Surroundings;
        return new CommandLine($"lifecycle-{name}", surroundings.Expand(part.Script), folder, [], "")
        {
            Arguments = [.. part.Arguments.Select(surroundings.Expand)],
        };
    }
}
