using System.Security.Cryptography;
using System.Text;
using Environs.Gateway.Access;
using Microsoft.Extensions.Caching.Memory;

namespace Environs.Gateway.Tokens;

/// <summary>Remembers for some seconds what was found out of a token. Safe to call from any thread.</summary>
internal sealed class TokenMemory(TimeProvider time) : IDisposable
{
    /// <summary>For how long; access that is taken back may be had no longer than that.</summary>
    public static readonly TimeSpan Held = TimeSpan.FromSeconds(4);

    private readonly MemoryCache answers = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>Whose it is, or nobody's; false when nothing is known of it (any more).</summary>
    public bool TryFind(string token, out Caller? caller)
    {
        var known = answers.TryGetValue(Key(token), out Answer? held) && time.GetUtcNow() < held!.Until;
        caller = known ? held!.Caller : null;
        return known;
    }

    public void Keep(string token, Caller? caller)
    {
        using var entry = answers.CreateEntry(Key(token));
        entry.Size = 1;
        entry.AbsoluteExpirationRelativeToNow = Held;
        entry.Value = new Answer(caller, time.GetUtcNow() + Held);
    }

    public void Dispose() => answers.Dispose();

    // Not the token itself: what is kept in memory for long should be of no use.
    private static Hash Key(string token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        return System.Runtime.InteropServices.MemoryMarshal.Read<Hash>(hash);
    }

    private readonly record struct Hash(UInt128 First, UInt128 Second);

    private sealed record Answer(Caller? Caller, DateTimeOffset Until);
}
