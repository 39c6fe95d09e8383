using Microsoft.Extensions.Logging;

namespace Environs.Runtime.Informers;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Kind}: synced with {Count} objects")]
    public static partial void Synced(ILogger logger, string kind, int count);

    [LoggerMessage(EventId = 2, Message = "{Kind}: {What} failed, trying again, first in {Pause}: {Message}")]
    public static partial void Failed(ILogger logger, LogLevel level, string kind, string what, string message, TimeSpan pause);

    [LoggerMessage(3, LogLevel.Information, "{Kind}: listing again: {Message}")]
    public static partial void Relisting(ILogger logger, string kind, string message);

    [LoggerMessage(4, LogLevel.Information, "{Kind}: the watch said nothing for {Limit}, opening another")]
    public static partial void Silent(ILogger logger, string kind, TimeSpan limit);

    [LoggerMessage(5, LogLevel.Warning, "{Kind}: {Name} does not fit its type and is skipped: {Message}")]
    public static partial void Undecodable(ILogger logger, string kind, ResourceKey name, string message);

    [LoggerMessage(6, LogLevel.Information, "{Kind}: all is well again after {Failures} failed tries")]
    public static partial void Recovered(ILogger logger, string kind, int failures);

    [LoggerMessage(7, LogLevel.Error, "{Kind}: finding what a change of {Name} concerns failed")]
    public static partial void MapFailed(ILogger logger, Exception error, string kind, ResourceKey name);
}
