using System.Security.Claims;
using System.Security.Cryptography;
using Environs.Gateway.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Environs.Gateway.Tests.Support;

/// <summary>The operator's keys, private halves too, and what can be made with them.</summary>
internal sealed class TestKeys : IPortTokenKeys
{
    public ECDsaSecurityKey Key { get; } = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "one" };

    public IReadOnlyList<SecurityKey> Current => [new ECDsaSecurityKey(ECDsa.Create(Key.ECDsa.ExportParameters(false))) { KeyId = Key.KeyId }];

    public string Token(
        int port, string uid = Some.Uid, string name = "ada", string[]? organizations = null, string audience = PortTokens.Audience,
        DateTimeOffset? from = null, TimeSpan? lifetime = null, SecurityKey? key = null, string algorithm = SecurityAlgorithms.EcdsaSha256)
    {
        var begin = from ?? DateTimeOffset.UtcNow.AddSeconds(-1);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = PortTokens.Issuer,
            Audience = audience,
            NotBefore = begin.UtcDateTime,
            Expires = (begin + (lifetime ?? TimeSpan.FromMinutes(10))).UtcDateTime,
            Subject = new ClaimsIdentity([new("sub", name), .. (organizations ?? []).Select(one => new Claim(PortTokens.OrganizationsClaim, one))]),
            Claims = new Dictionary<string, object> { [PortTokens.EnvironmentClaim] = uid, [PortTokens.PortClaim] = port },
            SigningCredentials = new(key ?? Key, algorithm),
        });
    }
}
