using Microsoft.Extensions.Logging;

namespace Environs.Runtime.Api;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "{Kind}: {Name} was written, but its informer has not seen it yet")]
    public static partial void NotSeen(ILogger logger, string kind, ResourceKey name);
}
