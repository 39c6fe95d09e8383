using Environs.Gateway.Routing;

namespace Environs.Gateway.Tokens;

/// <summary>How far one of our own tokens reaches. Pure.</summary>
/// <param name="Use">What it is for.</param>
/// <param name="Uid">The one environment that it is for.</param>
/// <param name="Port">The one port, where it is for one.</param>
internal sealed record TokenScope(TokenUse Use, string Uid, int Port = 0)
{
    private const string Prefix = "environs.dev/";

    /// <summary>The audience of such tokens.</summary>
    public string Audience => AudienceOf(Use);

    public static string AudienceOf(TokenUse use) => Prefix + use.ToString().ToLowerInvariant();

    /// <summary>The use that an audience stands for.</summary>
    public static TokenUse? UseOf(string audience) => Enum.GetValues<TokenUse>().Where(use => AudienceOf(use) == audience).Cast<TokenUse?>().FirstOrDefault();

    public bool Covers(GatewayHost host) => host.Uid == Uid && Use switch
    {
        TokenUse.Port => !host.IsEnvironment && host.Port == Port,
        TokenUse.Environment => !host.IsEnvironment,
        _ => host.IsEnvironment,
    };
}
