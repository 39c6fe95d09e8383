using Environs.Protocol.Requests;

namespace Environs.Supervisor.Commands;

/// <summary>A run of a task.</summary>
internal sealed record RunJson(
    string Name, string Phase, string? Message, string? StartedBy, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt, IReadOnlyList<StepJson> Steps)
{
    internal static RunJson Of(RunView view) => new(
        view.Name, view.Phase, Texts.OrNull(view.Message), Texts.OrNull(view.StartedBy), Texts.Time(view.StartedAt), Texts.Time(view.CompletedAt),
        [.. view.Steps.Select(step => new StepJson(step.Id, step.Phase, step.ExitCode))]);
}
