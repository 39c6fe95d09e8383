using Environs.Runtime;

namespace Environs.Operator.TokenKeys;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Keys of access tokens in Secret {Secret} written: {Signing} signs, the next is {Next}")]
    public static partial void Written(ILogger logger, ResourceKey secret, string signing, string next);

    [LoggerMessage(2, LogLevel.Error, "Secret {Secret} with the keys of access tokens cannot be read or written, trying again: {Message}")]
    public static partial void NotWritten(ILogger logger, ResourceKey secret, string message);
}
