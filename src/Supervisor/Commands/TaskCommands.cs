using System.Security.Cryptography;
using Environs.Protocol.Requests;

namespace Environs.Supervisor.Commands;

/// <summary><c>environs task ...</c></summary>
internal sealed class TaskCommands(CommandTools tools)
{
    private readonly Terminal terminal = tools.Terminal;

    internal async Task<int> ListAsync(CancellationToken cancellation)
    {
        var answer = await tools.Asker.AskAsync(new Request { Overview = new OverviewRequest() }, cancellation);
        if (answer is not { Outcome: Outcome.Done, Overview: { } overview }) return terminal.Outcome(answer);
        if (terminal.IsJson)
        {
            terminal.Json([.. overview.Tasks.Select(task => TaskJson.Of(task, overview.Runs))], CommandJson.Default.TaskJsonArray);
            return ExitCodes.Done;
        }

        var now = tools.Time.GetUtcNow();
        terminal.Table(
            ["REFERENCE", "LAST RUN", "PHASE", "STARTED", "DEPENDS ON", "NAME"],
            overview.Tasks.Select(task =>
            {
                var run = overview.Runs.FirstOrDefault(run => run.Task == task.Reference);
                var phase = run?.Phase ?? (task.Problem.Length > 0 ? "cannot be run" : "");
                return (string[])[task.Reference, run?.Name ?? "", phase, Texts.Ago(run?.StartedAt ?? 0, now), string.Join(",", task.DependsOn), task.DisplayName];
            }),
            "There are no tasks.");
        foreach (var task in overview.Tasks.Where(task => task.Problem.Length > 0)) terminal.Warn($"{task.Reference}: {task.Problem}");
        return ExitCodes.Done;
    }

    internal async Task<int> StartAsync(string reference, TimeSpan? wait, CancellationToken cancellation)
    {
        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var answer = await tools.Asker.AskAsync(new Request { TaskStart = new TaskStart { Reference = reference, Id = id } }, cancellation);
        if (terminal.IsJson) terminal.Json(ResultJson.Of(answer), CommandJson.Default.ResultJson);
        else if (answer.Outcome == Outcome.Done) terminal.Say(answer.Message);
        if (answer.Outcome != Outcome.Done || wait is not { } limit) return terminal.Outcome(answer);
        return await Waiting.UntilAsync(tools, limit, overview => End(overview, answer.Runs[0]), cancellation);
    }

    internal async Task<int> StopAsync(string reference, CancellationToken cancellation)
    {
        var answer = await tools.Asker.AskAsync(new Request { TaskStop = new TaskStop { Reference = reference } }, cancellation);
        if (terminal.IsJson) terminal.Json(ResultJson.Of(answer), CommandJson.Default.ResultJson);
        else if (answer.Outcome == Outcome.Done) terminal.Say(answer.Message);
        return terminal.Outcome(answer);
    }

    /// <summary>Of the newest run that has the task among its steps; without the operator, of the newest that has a log here.</summary>
    internal async Task<int> LogsAsync(string reference, string? name, bool follow, CancellationToken cancellation)
    {
        var answer = await tools.Asker.AskAsync(new Request { Overview = new OverviewRequest() }, cancellation);
        if (answer.Outcome == Outcome.OperatorAway && name is null)
        {
            terminal.Warn($"{answer.Message} What is shown is the newest log that lies here.");
            return await new LogCommand(tools).RunAsync(new LogRequest { Reference = reference, Task = true }, follow, mayCome: true, cancellation);
        }

        if (answer is not { Outcome: Outcome.Done, Overview: { } overview }) return terminal.Outcome(answer);
        if (overview.Tasks.All(task => task.Reference != reference))
            return terminal.Outcome(Unknown($"There is no task \"{reference}\" in this environment.", overview.Tasks.Select(task => task.Reference)));
        var runs = overview.Runs.Where(run => run.Task == reference || run.Steps.Any(step => step.Id == reference)).ToList();
        if ((name is null ? runs.FirstOrDefault() : runs.FirstOrDefault(run => run.Name == name)) is { } found)
            return await new LogCommand(tools).RunAsync(new LogRequest { Reference = reference, Task = true, Run = found.Id }, follow, mayCome: found.CompletedAt == 0, cancellation);
        return terminal.Outcome(name is null
            ? new Answer { Outcome = Outcome.Refused, Message = $"Task \"{reference}\" has not been run." }
            : Unknown($"There is no run \"{name}\" of task \"{reference}\".", runs.Select(run => run.Name)));
    }

    private static Answer Unknown(string message, IEnumerable<string> known) => new() { Outcome = Outcome.UnknownReference, Message = message, Known = { known } };

    private int? End(Overview overview, string name)
    {
        if (overview.Runs.FirstOrDefault(run => run.Name == name) is not { } run) return null;
        if (run.CompletedAt == 0) return null;
        if (run.Phase == "Succeeded") return ExitCodes.Done;
        terminal.Warn($"{name} is {run.Phase}: {run.Message}");
        return ExitCodes.Failed;
    }
}
