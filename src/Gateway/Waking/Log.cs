using Environs.Runtime;

namespace Environs.Gateway.Waking;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Environment {Environment} was idle and is woken")]
    public static partial void Woken(ILogger logger, ResourceKey environment);

    [LoggerMessage(2, LogLevel.Warning, "Environment {Environment} could not be woken: {Why}")]
    public static partial void NotWoken(ILogger logger, ResourceKey environment, string why);
}
