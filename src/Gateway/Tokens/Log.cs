namespace Environs.Gateway.Tokens;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "A token of kind {Kind} was refused: {Why}")]
    public static partial void TokenRefused(ILogger logger, TokenKind kind, string why);

    [LoggerMessage(2, LogLevel.Warning, "The issuer of OpenID Connect cannot be asked for its keys: {Why}")]
    public static partial void IssuerSilent(ILogger logger, string why);

    [LoggerMessage(3, LogLevel.Warning, "The API server cannot be asked whose a token is: {Why}")]
    public static partial void ServerSilent(ILogger logger, string why);

    [LoggerMessage(4, LogLevel.Warning, "The keys of access tokens in {Where} cannot be read: {Why}")]
    public static partial void KeysUnreadable(ILogger logger, string where, string why);
}
