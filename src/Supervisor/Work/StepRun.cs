using System.Globalization;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Launch;

namespace Environs.Supervisor.Work;

/// <summary>The one run of a step.</summary>
internal sealed class StepRun(string folder, DesiredStep step, WorkTools tools)
{
    private readonly TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void Stop() => stop.TrySetResult();

    /// <summary>Returns how it ended, without its times; nothing of it is left then.</summary>
    internal async Task<StepReport> LiveAsync()
    {
        try
        {
            if (!tools.Folder.TryMark(step.Execution, step.Step))
                return tools.Folder.FindResult(step.Execution, step.Step) ?? new StepReport { Phase = StepPhase.Lost, FailureMessage = "it was started before the container was, and did not outlive it" };
            if (stop.Task.IsCompleted) return new StepReport { Phase = StepPhase.Stopped };
            return await RunAsync();
        }
        catch (LaunchException e)
        {
            return new StepReport { Phase = StepPhase.Failed, ExitCode = LaunchCommand.NotRun, FailureMessage = e.Message };
        }
        catch (Exception e)
        {
            // As when the kernel has no more files or processes for us: better a step that says so than one that runs for ever.
            return new StepReport { Phase = StepPhase.Failed, FailureMessage = $"the supervisor could not see to it: {e.Message}" };
        }
    }

    private async Task<StepReport> RunAsync()
    {
        var output = new OutputFile(tools.Folder.StepOutput(step.Execution, step.Step), step.Label, tools.Folder, tools.Log);
        output.Make();
        var log = tools.OpenLog(step.Label, tools.Folder.StepLog(step.Execution, step.Step));
        var line = new CommandLine($"step-{step.Execution}-{step.Step}", step.Command, folder, step.Variables, output.Path);
        var command = new LoggedCommand(tools.Launcher.Start(line), log, tools.Time);
        await Task.WhenAny(command.Ended, stop.Task);
        var wasAsked = !command.Ended.IsCompleted;
        var inTime = !wasAsked || await command.TerminateAsync(tools.Settings.StepStop);
        if (await command.KillAsync() is { } left)
        {
            tools.Log.Work(step.Label, left);
            // Nobody will say what becomes of it.
            if (!command.Ended.IsCompleted) return new StepReport { Phase = StepPhase.Failed, FailureMessage = left };
        }

        var code = await command.Ended;
        var report = new StepReport { Phase = StepRules.Outcome(code, wasAsked, inTime), ExitCode = code };
        if (report.Phase == StepPhase.Failed)
        {
            var what = inTime ? "it" : string.Create(CultureInfo.InvariantCulture, $"it was killed, as it did not end within {tools.Settings.StepStop.TotalSeconds} s, and");
            report.FailureMessage = command.Failure(what, code);
        }

        foreach (var (name, value) in (output.Read() ?? OutputValues.None).Values) report.Output[name] = value;
        return report;
    }
}
