using Environs.Runtime;

namespace Environs.Operator.Requests;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "What the inside of {Who} has asked for could not be answered")]
    public static partial void Failed(ILogger logger, Exception error, string who);

    [LoggerMessage(2, LogLevel.Information, "From inside environment {Environment}: {What}")]
    public static partial void Asked(ILogger logger, ResourceKey environment, string what);
}
