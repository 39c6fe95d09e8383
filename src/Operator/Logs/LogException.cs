namespace Environs.Operator.Logs;

/// <summary>There is no log, or no more of it; the message is for people.</summary>
internal sealed class LogException(LogProblem problem, string message) : Exception(message)
{
    public LogProblem Problem { get; } = problem;

    /// <summary>What there is of that kind, where it is unknown.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];
}
