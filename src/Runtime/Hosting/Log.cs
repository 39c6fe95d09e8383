using Microsoft.Extensions.Logging;

namespace Environs.Runtime.Hosting;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Critical, "The runtime cannot go on, the process ends")]
    public static partial void Died(ILogger logger, Exception error);

    [LoggerMessage(2, LogLevel.Information, "All passes are finished")]
    public static partial void Stopped(ILogger logger);
}
