using Microsoft.IdentityModel.Tokens;

namespace Environs.Gateway.Tokens;

/// <summary>The keys that the operator makes and replaces.</summary>
internal interface ITokenKeys
{
    /// <summary>The public ones that count now.</summary>
    IReadOnlyList<SecurityKey> Current { get; }

    /// <summary>The one that signs now; null while there is none.</summary>
    SecurityKey? Signing { get; }
}
