using Microsoft.Extensions.Logging;

namespace Environs.Runtime.Events;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Event {Reason} about {Kind} {Namespace}/{Name} was not written: {Message}")]
    public static partial void NotWritten(ILogger logger, string reason, string kind, string? @namespace, string name, string message);
}
