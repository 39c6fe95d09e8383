using System.Globalization;
using Environs.Protocol.Requests;

namespace Environs.Supervisor.Answering;

/// <summary>Marks activity when it is asked to, and goes on with it for as long as it was asked to; it forgets that with the container.</summary>
internal sealed class KeepAliveUntil(Action mark, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private readonly Lock gate = new();
    private DateTimeOffset until;

    internal Answer Ask(KeepAlive asked)
    {
        if (asked.Milliseconds < 0 || asked.Milliseconds > Longest.TotalMilliseconds)
            return new Answer { Outcome = Outcome.Invalid, Message = string.Create(CultureInfo.InvariantCulture, $"It is kept alive for {Longest.TotalHours:0} hours at most; ask again then.") };
        mark();
        if (asked.Milliseconds == 0) return new Answer { Outcome = Outcome.Done, Message = "The environment counts as used now." };
        var end = time.GetUtcNow().AddMilliseconds(asked.Milliseconds);
        // The last word counts, also when it is for less.
        lock (gate) until = end;
        return new Answer { Outcome = Outcome.Done, Message = string.Create(CultureInfo.InvariantCulture, $"The environment counts as used until {end:yyyy-MM-dd HH:mm} UTC.") };
    }

    internal async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                if (IsWanted()) mark();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // As meant.
        }
    }

    private bool IsWanted()
    {
        lock (gate) return time.GetUtcNow() < until;
    }
}
