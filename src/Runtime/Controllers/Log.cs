using Microsoft.Extensions.Logging;

namespace Environs.Runtime.Controllers;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "{Controller} {Resource}: looking again: {Message}")]
    public static partial void Again(ILogger logger, string controller, ResourceKey resource, string message);

    [LoggerMessage(2, LogLevel.Warning, "{Controller} {Resource}: trying again: {Message}")]
    public static partial void Transient(ILogger logger, string controller, ResourceKey resource, string message);

    [LoggerMessage(3, LogLevel.Error, "{Controller} {Resource}: pass failed, {Failures} in a row")]
    public static partial void Failed(ILogger logger, Exception error, string controller, ResourceKey resource, int failures);
}
