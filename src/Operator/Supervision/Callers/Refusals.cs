using Microsoft.Extensions.Options;

namespace Environs.Operator.Supervision.Callers;

/// <summary>Counts refusals, and logs each once in a while: who is refused comes back.</summary>
internal sealed class Refusals(SupervisionMetrics metrics, IOptions<OperatorOptions> options, TimeProvider time, ILogger<Refusals> logger)
{
    private const int MostRemembered = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Who, string Reason), DateTimeOffset> logged = [];

    /// <param name="refusal">Why.</param>
    /// <param name="who">The pod where it is known, else the address.</param>
    public void Note(RefusedException refusal, string who)
    {
        metrics.Refused(refusal.Reason);
        // Every dial that reaches a follower is one, and nothing is wrong.
        if (refusal.Reason != RefusalReasons.NotLeading && IsNew(who, refusal.Reason))
            Log.Refused(logger, who, refusal.Reason, refusal.Message, refusal.Detail is null ? "" : $" ({ReportText.Cut(refusal.Detail, 256)})");
    }

    private bool IsNew(string who, string reason)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            if (logged.TryGetValue((who, reason), out var last) && now - last < options.Value.Supervision.RefusalLogInterval)
                return false;
            if (logged.Count >= MostRemembered)
            {
                foreach (var (old, _) in logged.Where(line => now - line.Value >= options.Value.Supervision.RefusalLogInterval).ToList())
                    logged.Remove(old);
                // So many callers in one interval are an attack: the counter has them.
                if (logged.Count >= MostRemembered)
                    return false;
            }
            logged[(who, reason)] = now;
            return true;
        }
    }
}
