using Environs.Protocol.Requests;

namespace Environs.Supervisor.Commands;

/// <summary>What came of a start or a stop.</summary>
internal sealed record ResultJson(string Outcome, string? Message, IReadOnlyList<string>? Runs, IReadOnlyList<string>? Known)
{
    internal static ResultJson Of(Answer answer) => new(
        answer.Outcome.ToString(), Texts.OrNull(answer.Message), answer.Runs.Count > 0 ? [.. answer.Runs] : null, answer.Known.Count > 0 ? [.. answer.Known] : null);
}
