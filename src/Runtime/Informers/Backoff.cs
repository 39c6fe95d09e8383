namespace Environs.Runtime.Informers;

/// <summary>Pauses that double from the first to the limit, each somewhere between a half and the whole.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan limit, Random random)
{
    private int doublings;

    /// <summary>The next pause; at least what the server asked for.</summary>
    public TimeSpan Next(TimeSpan? atLeast = null)
    {
        var whole = first * Math.Pow(2, doublings);
        if (whole < limit)
            doublings++;
        else
            whole = limit;
        var pause = whole * (0.5 + random.NextDouble() / 2);
        return atLeast > pause ? atLeast.Value : pause;
    }

    /// <summary>All is well again.</summary>
    public void Reset() => doublings = 0;
}
