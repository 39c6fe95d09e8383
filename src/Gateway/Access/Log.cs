namespace Environs.Gateway.Access;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "A request to port {Port} of environment {Uid} was ended: who sent it may not come in any more")]
    public static partial void Ended(ILogger logger, string uid, int port);
}
