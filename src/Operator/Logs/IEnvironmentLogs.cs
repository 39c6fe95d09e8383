using Environs.Runtime;

namespace Environs.Operator.Logs;

/// <summary>Reads the logs of environments from where they lie. Who may read them is the caller's to decide.</summary>
internal interface IEnvironmentLogs
{
    /// <summary>
    /// The log, piece by piece, while it is enumerated: a reader that is slow slows down nothing but its own log, and costs no memory. A supervisor
    /// that is away for a moment is waited for, and nothing is read twice.
    /// </summary>
    /// <exception cref="LogException">There is no such log, or it ends before its end.</exception>
    IAsyncEnumerable<LogText> ReadAsync(ResourceKey environment, LogSource source, LogRange range, CancellationToken cancellation);
}
