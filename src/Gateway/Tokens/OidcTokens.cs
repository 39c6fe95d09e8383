using Environs.Gateway.Access;
using Environs.Gateway.Login;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Environs.Gateway.Tokens;

/// <summary>Validates the tokens that the OpenID Connect issuer has made for our client.</summary>
internal sealed class OidcTokens(IConfigurationManager<OpenIdConnectConfiguration> issuer, IOptions<GatewayOptions> options, ILogger<OidcTokens> logger)
{
    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };

    /// <summary>Whose it is; null when it is not valid.</summary>
    public async Task<Caller?> OfAsync(string token, CancellationToken cancellation)
    {
        var result = await ValidateAsync(token, cancellation);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // The issuer has new keys. The manager limits how often it really asks.
            issuer.RequestRefresh();
            result = await ValidateAsync(token, cancellation);
        }
        if (!result.IsValid)
        {
            Log.TokenRefused(logger, TokenKind.Oidc, result.Exception?.GetType().Name ?? "");
            return null;
        }
        return OidcPerson.Of(result.ClaimsIdentity.Claims, options.Value.Oidc, options.Value.OrganizationGroupPrefix) is { } person
            ? new Caller { Name = person.Name, Organizations = person.Organizations, Expires = result.SecurityToken.ValidTo }
            : null;
    }

    private async Task<TokenValidationResult> ValidateAsync(string token, CancellationToken cancellation)
    {
        OpenIdConnectConfiguration configuration;
        try
        {
            configuration = await issuer.GetConfigurationAsync(cancellation);
        }
        catch (Exception error) when (error is InvalidOperationException or HttpRequestException or IOException)
        {
            Log.IssuerSilent(logger, error.Message);
            return new TokenValidationResult { IsValid = false, Exception = error };
        }
        return await handler.ValidateTokenAsync(token, Parameters(configuration));
    }

    private TokenValidationParameters Parameters(OpenIdConnectConfiguration configuration) => new()
    {
        ValidIssuer = options.Value.Oidc.Issuer,
        ValidAudience = options.Value.Oidc.ClientId,
        IssuerSigningKeys = configuration.SigningKeys,
        ValidAlgorithms = Algorithms,
        RequireExpirationTime = true,
        ClockSkew = TimeSpan.FromSeconds(5),
    };

    /// <summary>Those with a key that only the issuer has.</summary>
    public static readonly IReadOnlyList<string> Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];
}
