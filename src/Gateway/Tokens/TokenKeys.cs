using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Environs.Gateway.Tokens;

/// <summary>The operator's keys in mounted files, read again when those change: a JSON Web Key Set of public ones, and the one that signs.</summary>
internal sealed class TokenKeys(IOptions<GatewayOptions> options, TimeProvider time, ILogger<TokenKeys> logger) : ITokenKeys
{
    private readonly KeyFile current = new(options.Value.TokenKeysFile, json => [.. new JsonWebKeySet(json).GetSigningKeys()], time, logger);
    private readonly KeyFile signing = new(options.Value.TokenSigningFile, json => [new JsonWebKey(json)], time, logger);

    public IReadOnlyList<SecurityKey> Current => current.Keys;

    // One that nobody would know yet signs nothing: the files come together, but are read one after the other.
    public SecurityKey? Signing => signing.Keys is [var key] && Current.Any(known => known.KeyId == key.KeyId) ? key : null;
}
