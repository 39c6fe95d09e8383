namespace Environs.Operator.Environments;

internal static partial class Log
{
    /// <summary>One line for every pass, so that it can be seen who keeps the operator busy, and why.</summary>
    [LoggerMessage(1, LogLevel.Debug, "Pass of environment {Namespace}/{Name}: {Phase}, {Reason}")]
    public static partial void Pass(ILogger logger, string @namespace, string name, string? phase, string? reason);
}
