using Microsoft.Extensions.Logging;

namespace Environs.Runtime.Leadership;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Identity} leads (lease {Namespace}/{Lease})")]
    public static partial void Leading(ILogger logger, string identity, string @namespace, string lease);

    [LoggerMessage(2, LogLevel.Information, "Lease {Namespace}/{Lease} is held by {Holder}")]
    public static partial void Holder(ILogger logger, string @namespace, string lease, string holder);

    [LoggerMessage(3, LogLevel.Error, "{Identity} has lost the lease {Namespace}/{Lease}; its holder was last seen to be \"{Holder}\"")]
    public static partial void Lost(ILogger logger, string identity, string @namespace, string lease, string holder);

    [LoggerMessage(4, LogLevel.Information, "{Identity} has given the lease {Namespace}/{Lease} back")]
    public static partial void Released(ILogger logger, string identity, string @namespace, string lease);

    [LoggerMessage(5, LogLevel.Warning, "Lease {Namespace}/{Lease} could not be given back and runs out by itself: {Message}")]
    public static partial void NotReleased(ILogger logger, string @namespace, string lease, string message);

    [LoggerMessage(6, LogLevel.Warning, "Lease {Namespace}/{Lease} cannot be read or written, trying again: {Message}")]
    public static partial void TryFailed(ILogger logger, string @namespace, string lease, string message);

    [LoggerMessage(7, LogLevel.Information, "Lease {Namespace}/{Lease} can be read and written again")]
    public static partial void Recovered(ILogger logger, string @namespace, string lease);
}
