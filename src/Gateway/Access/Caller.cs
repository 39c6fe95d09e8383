namespace Environs.Gateway.Access;

/// <summary>Who sends a request, as far as it is proven.</summary>
internal sealed record Caller
{
    /// <summary>Nobody that we know.</summary>
    public static readonly Caller Anonymous = new();

    /// <summary>The name that the API server knows the same person by; null for nobody.</summary>
    public string? Name { get; init; }

    /// <summary>The UID that the API server gives; null where it gives none.</summary>
    public string? Uid { get; init; }

    /// <summary>Where the person is a member.</summary>
    public IReadOnlyList<string> Organizations { get; init; } = [];

    /// <summary>When the proof ends.</summary>
    public DateTimeOffset Expires { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>What the proof is for alone; null where it is for all that the person may reach.</summary>
    public Tokens.TokenScope? Only { get; init; }

    /// <summary>The login that the proof comes from, which may be ended before it expires.</summary>
    public string? Session { get; init; }

    /// <summary>Whether the API server must be asked again while a connection is open, and how.</summary>
    public Func<CancellationToken, Task<bool>>? StillHolds { get; init; }
}
