using Environs.Protocol.Requests;

namespace Environs.Supervisor.Commands;

/// <summary>A task with its runs, the newest first, as <c>environs task list -o json</c> has it.</summary>
internal sealed record TaskJson(
    string Reference, string? DisplayName, string? Problem, IReadOnlyList<string> DependsOn, IReadOnlyList<string> Triggers, IReadOnlyList<RunJson> Runs)
{
    internal static TaskJson Of(TaskView view, IEnumerable<RunView> runs) => new(
        view.Reference, Texts.OrNull(view.DisplayName), Texts.OrNull(view.Problem), [.. view.DependsOn], [.. view.Triggers],
        [.. runs.Where(run => run.Task == view.Reference).Select(RunJson.Of)]);
}
