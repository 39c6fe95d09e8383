using Environs.Crds;

namespace Environs.Operator.Environments;

/// <summary>Counts lost pods and says how long to wait before the next one. Pure.</summary>
internal static class RecreationBackoff
{
    /// <summary>The count after one more loss; a pod that ran long enough before it was lost starts it anew.</summary>
    public static MachineRecreations After(EnvironmentState state, Problem loss)
    {
        var before = state.Previous?.Machine?.Recreations?.Count ?? 0;
        var ready = state.Previous?.Conditions.FirstOrDefault(condition => condition.Type == EnvironmentConditions.Ready);
        var ranWell = ready is { Status: "True" } && state.Now - new DateTimeOffset(ready.LastTransitionTime.ToUniversalTime()) >= state.Options.RecreationReset;
        return new MachineRecreations
        {
            Count = ranWell ? 1 : before + 1,
            Reason = loss.Reason,
            Message = loss.Message,
            LastTime = new DateTime(state.Now.UtcTicks - (state.Now.UtcTicks % TimeSpan.TicksPerSecond), DateTimeKind.Utc),
        };
    }

    /// <summary>How long the next pod must wait yet; zero or less when it need not.</summary>
    public static TimeSpan Remaining(MachineRecreations? recreations, OperatorOptions options, DateTimeOffset now)
    {
        if (recreations is not { Count: > 0, LastTime: { } last })
            return TimeSpan.Zero;
        var delay = recreations.Count switch { 1 => TimeSpan.Zero, 2 => options.RecreationDelay, _ => options.RecreationDelayLimit };
        var remaining = new DateTimeOffset(last.ToUniversalTime()) + delay - now;
        // A clock that was set back must not keep an environment down for longer than the delay.
        return remaining > delay ? delay : remaining;
    }
}
