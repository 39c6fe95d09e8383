namespace Environs.Gateway.Hosting;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The certificate of {Subject} is served, which is valid until {Until:O}")]
    public static partial void CertificateRead(ILogger logger, string subject, DateTime until);

    [LoggerMessage(2, LogLevel.Error, "The new certificate cannot be read, the one before stays: {Why}")]
    public static partial void CertificateUnreadable(ILogger logger, string why);

    [LoggerMessage(3, LogLevel.Warning,
        "THE DEVELOPMENT LOGIN IS ON: anybody who reaches this gateway may log in under any name, without a password. Set an issuer of OpenID Connect before others can reach it.")]
    public static partial void DevelopmentLogin(ILogger logger);
}
