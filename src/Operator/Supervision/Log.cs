using Environs.Runtime;

namespace Environs.Operator.Supervision;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Supervisor of {Who} refused, {Reason}: {Message}{Detail}")]
    public static partial void Refused(ILogger logger, string who, string reason, string message, string detail);

    [LoggerMessage(2, LogLevel.Error, "The stream of {Who} has failed")]
    public static partial void StreamFailed(ILogger logger, Exception error, string who);

    [LoggerMessage(3, LogLevel.Error, "Whoever listens to the supervisor of {Environment} has failed")]
    public static partial void ListenerFailed(ILogger logger, Exception error, ResourceKey environment);

    [LoggerMessage(4, LogLevel.Information,
        "Certificates of Secret {Secret} written: serving until {Serving:O}, authority until {Authority:O}, a next authority is being made known: {HasNext}")]
    public static partial void CertificatesWritten(ILogger logger, ResourceKey secret, DateTimeOffset serving, DateTimeOffset authority, bool hasNext);

    [LoggerMessage(5, LogLevel.Warning, "Secret {Secret} could not be used and was made anew with other keys: {Problem}")]
    public static partial void SecretRepaired(ILogger logger, ResourceKey secret, string problem);

    [LoggerMessage(6, LogLevel.Error, "Secret {Secret} cannot be written, trying again: {Message}")]
    public static partial void SecretNotWritten(ILogger logger, ResourceKey secret, string message);

    [LoggerMessage(7, LogLevel.Warning, "ConfigMap {ConfigMap} is somebody else's (it has not the label app.kubernetes.io/managed-by: environs) and stays as it is; the environments of its namespace cannot reach the operator until it is renamed")]
    public static partial void MapNotOurs(ILogger logger, ResourceKey configMap);

    [LoggerMessage(8, LogLevel.Warning, "ConfigMap {ConfigMap} cannot be written, trying again: {Message}")]
    public static partial void MapNotWritten(ILogger logger, ResourceKey configMap, string message);

    [LoggerMessage(9, LogLevel.Warning, "Service {Service} has no cluster IP, so pods cannot be told where the operator is (OPERATOR__SUPERVISION__ADDRESS says it otherwise)")]
    public static partial void NoAddress(ILogger logger, ResourceKey service);

    [LoggerMessage(10, LogLevel.Error, "The supervisors' endpoint could not be looked after, trying again")]
    public static partial void LookFailed(ILogger logger, Exception error);
}
