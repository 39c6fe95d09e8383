namespace Environs.Operator.Supervision.Streams;

/// <summary>How often a container may say something new: at once for a while, then steadily. Used under a lock or by one stream.</summary>
internal sealed class ReportBudget(TimeProvider time)
{
    // What a supervisor that keeps to the rules never uses up: it gathers, and what does not matter at once it tells every five seconds.
    private const int Burst = 20;
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private double left = Burst;
    private long last = time.GetTimestamp();

    /// <summary>Takes one; else how long it takes until there is one again.</summary>
    public TimeSpan? Spend()
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            left = Math.Min(Burst, left + (time.GetElapsedTime(last, now) / Refill));
            last = now;
            if (left < 1) return (1 - left) * Refill;
            left--;
            return null;
        }
    }
}
