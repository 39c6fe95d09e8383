using System.Security.Claims;
using Environs.Gateway.Access;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Environs.Gateway.Tokens;

/// <summary>Makes and validates tokens for one use of one environment, by the operator's keys.</summary>
internal sealed class AccessTokens(ITokenKeys keys, TimeProvider time, ILogger<AccessTokens> logger)
{
    /// <summary>Whose keys they are made by.</summary>
    public const string Issuer = "environs.dev/operator";

    /// <summary>The claim with the environment's UID.</summary>
    public const string EnvironmentClaim = "environs.dev/environment";

    /// <summary>The claim with the port.</summary>
    public const string PortClaim = "environs.dev/port";

    /// <summary>The claim with the organizations of the person it was made for.</summary>
    public const string OrganizationsClaim = "environs.dev/organizations";

    /// <summary>The claim with that person's UID, where the API server gives them one.</summary>
    public const string PersonClaim = "environs.dev/person";

    /// <summary>The claim with the login that it was made by.</summary>
    public const string SessionClaim = "environs.dev/session";

    /// <summary>No longer than this, whatever a token says.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private static readonly string[] Audiences = [.. Enum.GetValues<TokenUse>().Select(TokenScope.AudienceOf)];

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };

    /// <summary>A token for what a caller has proven to be, and when it ends: not later than the proof. Null while there is no key.</summary>
    public (string Token, DateTimeOffset Expires)? Make(Caller caller, TokenScope scope, TimeSpan lifetime)
    {
        if (keys.Signing is not { } key) return null;
        var now = time.GetUtcNow();
        var expires = DateTimeOffset.FromUnixTimeSeconds((caller.Expires < now + lifetime ? caller.Expires : now + lifetime).ToUnixTimeSeconds());
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = caller.Name!,
            [EnvironmentClaim] = scope.Uid,
            [OrganizationsClaim] = caller.Organizations.ToArray(),
        };
        if (scope.Use == TokenUse.Port) claims[PortClaim] = scope.Port;
        if (caller.Uid is not null) claims[PersonClaim] = caller.Uid;
        if (caller.Session is not null) claims[SessionClaim] = caller.Session;
        return (handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = scope.Audience,
            NotBefore = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            Claims = claims,
            SigningCredentials = new(key, SecurityAlgorithms.EcdsaSha256),
        }), expires);
    }

    /// <summary>Whom it was made for, and for what; null when it is not valid. The login that it came from may be over.</summary>
    public async Task<Caller?> OfAsync(string token)
    {
        var result = await handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudiences = Audiences,
            IssuerSigningKeys = keys.Current,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, _) => IsNow(from, until),
        });
        if (result.IsValid && result.SecurityToken is JsonWebToken { Subject.Length: > 0 } valid && ScopeOf(valid) is { } scope)
        {
            return new Caller
            {
                Name = valid.Subject,
                Uid = Claim(result.ClaimsIdentity, PersonClaim),
                Organizations = [.. result.ClaimsIdentity.FindAll(OrganizationsClaim).Select(claim => claim.Value)],
                Expires = valid.ValidTo,
                Only = scope,
                Session = Claim(result.ClaimsIdentity, SessionClaim),
            };
        }
        Log.TokenRefused(logger, TokenKind.Access, result.Exception?.GetType().Name ?? "a claim is missing");
        return null;
    }

    private static TokenScope? ScopeOf(JsonWebToken token)
    {
        if (token.Audiences.ToList() is not [var audience] || TokenScope.UseOf(audience) is not { } use || !token.TryGetValue<string>(EnvironmentClaim, out var uid)) return null;
        return use != TokenUse.Port ? new(use, uid) : token.TryGetValue<int>(PortClaim, out var port) ? new(use, uid, port) : null;
    }

    private static string? Claim(ClaimsIdentity identity, string name) => identity.FindFirst(name)?.Value;

    private bool IsNow(DateTime? from, DateTime? until)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return from <= now.AddSeconds(5) && now < until && until - from <= Longest;
    }
}
