namespace Environs.Gateway.Forwarding;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Environment {Uid} has {Limit} requests open; more are refused")]
    public static partial void TooMany(ILogger logger, string uid, int limit);
}
