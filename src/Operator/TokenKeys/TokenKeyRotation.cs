namespace Environs.Operator.TokenKeys;

/// <summary>Decides what becomes of the keys: a gateway that has read them at any time in the last hour knows every key that signs. Pure.</summary>
internal static class TokenKeyRotation
{
    /// <summary>How long a key signs.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>How long a gateway may be behind; kubelet needs about a minute to bring it what has changed.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromHours(1);

    /// <summary>How long a token may hold.</summary>
    public static readonly TimeSpan LongestToken = TimeSpan.FromHours(1);

    /// <summary>The set that ought to be there now; the same object when nothing is due.</summary>
    public static TokenKeySet Next(TokenKeySet? present, DateTimeOffset now)
    {
        var set = present ?? new TokenKeySet(TokenKey.Create(now));
        if (set.Next is { } next && now >= next.Made + Settling) set = new TokenKeySet(next) { Previous = set.Signing };
        if (set.Next is null && now >= set.Signing.Made + Lifetime) set = set with { Next = TokenKey.Create(now) };
        // The last gateway to hear of its successor went on with it for as long.
        if (set.Previous is not null && now >= set.Signing.Made + Settling + Settling + LongestToken) set = set with { Previous = null };
        return set;
    }
}
