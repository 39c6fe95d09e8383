using System.Security.Claims;
using System.Security.Cryptography;
using Environs.Gateway.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Environs.Gateway.Tests.Support;

/// <summary>The operator's keys, private halves too, and what can be made with them.</summary>
internal sealed class TestKeys : ITokenKeys
{
    public ECDsaSecurityKey Key { get; } = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "one" };

    public IReadOnlyList<SecurityKey> Current => published ??= [new ECDsaSecurityKey(ECDsa.Create(Key.ECDsa.ExportParameters(false))) { KeyId = Key.KeyId }];

    private IReadOnlyList<SecurityKey>? published;

    SecurityKey? ITokenKeys.Signing => Key;

    public string Token(
        int port, string uid = Some.Uid, string name = "ada", string[]? organizations = null, string audience = "environs.dev/port",
        DateTimeOffset? from = null, TimeSpan? lifetime = null, SecurityKey? key = null, string algorithm = SecurityAlgorithms.EcdsaSha256)
    {
        var begin = from ?? DateTimeOffset.UtcNow.AddSeconds(-1);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = AccessTokens.Issuer,
            Audience = audience,
            NotBefore = begin.UtcDateTime,
            Expires = (begin + (lifetime ?? TimeSpan.FromMinutes(10))).UtcDateTime,
            Subject = new ClaimsIdentity([new("sub", name), .. (organizations ?? []).Select(one => new Claim(AccessTokens.OrganizationsClaim, one))]),
            Claims = new Dictionary<string, object> { [AccessTokens.EnvironmentClaim] = uid, [AccessTokens.PortClaim] = port },
            SigningCredentials = new(key ?? Key, algorithm),
        });
    }
}
