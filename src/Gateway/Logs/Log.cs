namespace Environs.Gateway.Logs;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "A log of environment {Uid} cannot be read any further: {Why}")]
    public static partial void Cut(ILogger logger, string uid, string why);
}
