namespace Environs.Operator.Requests;

/// <summary>Lets each caller have so much at once, and so much more in each second that it asks for less.</summary>
internal sealed class TokenBuckets(double burst, double perSecond, TimeProvider time)
{
    private const int MostRemembered = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (double Left, long At)> buckets = new(StringComparer.Ordinal);

    /// <summary>False when the caller has had too much: it is to come back later.</summary>
    public bool TryTake(string caller, double cost)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            if (!buckets.TryGetValue(caller, out var bucket))
            {
                if (buckets.Count >= MostRemembered) Sweep(now);
                // So many at once are an attack.
                if (buckets.Count >= MostRemembered) return false;
                bucket = (burst, now);
            }
            var left = Left(bucket, now);
            var isEnough = left >= cost;
            buckets[caller] = (isEnough ? left - cost : left, now);
            return isEnough;
        }
    }

    private double Left((double Left, long At) bucket, long now) => Math.Min(burst, bucket.Left + (time.GetElapsedTime(bucket.At, now).TotalSeconds * perSecond));

    // One that is full says nothing that a new one does not.
    private void Sweep(long now)
    {
        foreach (var (caller, _) in buckets.Where(bucket => Left(bucket.Value, now) >= burst).ToList()) buckets.Remove(caller);
    }
}
