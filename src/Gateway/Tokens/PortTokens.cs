using Environs.Gateway.Access;
using Environs.Gateway.Routing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Environs.Gateway.Tokens;

/// <summary>Validates the operator's tokens for one port of one environment.</summary>
internal sealed class PortTokens(IPortTokenKeys keys, TimeProvider time, ILogger<PortTokens> logger)
{
    /// <summary>Who makes them.</summary>
    public const string Issuer = "environs.dev/operator";

    /// <summary>The use that they are for; a token for logs has another.</summary>
    public const string Audience = "environs.dev/port";

    /// <summary>The claim with the environment's UID.</summary>
    public const string EnvironmentClaim = "environs.dev/environment";

    /// <summary>The claim with the port.</summary>
    public const string PortClaim = "environs.dev/port";

    /// <summary>The claim with the organizations of the person it was made for.</summary>
    public const string OrganizationsClaim = "environs.dev/organizations";

    /// <summary>No longer than this, whatever a token says.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };

    /// <summary>Whom it was made for, and for what; null when it is not valid.</summary>
    public async Task<Caller?> OfAsync(string token)
    {
        var result = await handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = Audience,
            IssuerSigningKeys = keys.Current,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, _) => IsNow(from, until),
        });
        if (result.IsValid && result.SecurityToken is JsonWebToken { Subject.Length: > 0 } valid
            && valid.TryGetValue<string>(EnvironmentClaim, out var uid) && valid.TryGetValue<int>(PortClaim, out var port))
        {
            return new Caller
            {
                Name = valid.Subject,
                Organizations = [.. result.ClaimsIdentity.FindAll(OrganizationsClaim).Select(claim => claim.Value)],
                Expires = valid.ValidTo,
                Only = new GatewayHost(port, uid),
            };
        }
        Log.TokenRefused(logger, TokenKind.Port, result.Exception?.GetType().Name ?? "a claim is missing");
        return null;
    }

    private bool IsNow(DateTime? from, DateTime? until)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return from <= now.AddSeconds(5) && now < until && until - from <= Longest;
    }
}
