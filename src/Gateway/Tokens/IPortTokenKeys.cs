using Microsoft.IdentityModel.Tokens;

namespace Environs.Gateway.Tokens;

/// <summary>The operator's public keys.</summary>
internal interface IPortTokenKeys
{
    /// <summary>Those that count now.</summary>
    IReadOnlyList<SecurityKey> Current { get; }
}
