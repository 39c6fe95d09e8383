namespace Environs.Operator.TokenKeys;

/// <summary>The keys of one moment.</summary>
/// <param name="Signing">Signs.</param>
internal sealed record TokenKeySet(TokenKey Signing)
{
    /// <summary>Is made known before it signs; null while none is due.</summary>
    public TokenKey? Next { get; init; }

    /// <summary>Signed before, and stays known while a token of its may hold.</summary>
    public TokenKey? Previous { get; init; }
}
