namespace Environs.Gateway.Login;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "A login has failed: {Why}")]
    public static partial void Failed(ILogger logger, string why);

    [LoggerMessage(3, LogLevel.Warning, "The issuer of OpenID Connect does not answer: {Why}")]
    public static partial void IssuerSilent(ILogger logger, string why);

    [LoggerMessage(2, LogLevel.Warning, "A login was ended, but the other replicas cannot be told: {Why}")]
    public static partial void SignOutNotShared(ILogger logger, string why);
}
