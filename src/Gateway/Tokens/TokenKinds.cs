using Microsoft.IdentityModel.JsonWebTokens;

namespace Environs.Gateway.Tokens;

/// <summary>Tells our tokens from an app's own, before anything of them is believed. Pure.</summary>
/// <remarks>What is ours is never sent on, also where it is not valid (any more); what is not ours always is.</remarks>
internal static class TokenKinds
{
    private const int LongestToken = 16 * 1024;

    public static TokenKind Of(string token, GatewayOptions options)
    {
        if (token.Length > LongestToken || Read(token) is not { } said) return TokenKind.NotOurs;
        if (said.Issuer == AccessTokens.Issuer) return TokenKind.Access;
        if (options.KubernetesAudience.Length > 0 && said.Audiences.Contains(options.KubernetesAudience)) return TokenKind.Kubernetes;
        return options.Oidc.Issuer.Length > 0 && said.Issuer == options.Oidc.Issuer && said.Audiences.Contains(options.Oidc.ClientId) ? TokenKind.Oidc : TokenKind.NotOurs;
    }

    private static JsonWebToken? Read(string token)
    {
        try
        {
            return new JsonWebToken(token);
        }
        catch (Exception error) when (error is ArgumentException or Microsoft.IdentityModel.Tokens.SecurityTokenException)
        {
            return null;
        }
    }
}
