using Environs.Crds;

namespace Environs.Operator.Environments;

/// <summary>Counts lost pods and says how long to wait before the next one. Pure.</summary>
internal static class RecreationBackoff
{
    /// <summary>The count after one more loss.</summary>
    public static MachineRecreations After(EnvironmentState state, Problem loss) => new()
    {
        Count = (state.Previous?.Machine?.Recreations?.Count ?? 0) + 1,
        Reason = loss.Reason,
        Message = loss.Message,
        LastTime = WholeSeconds.Of(state.Now),
    };

    /// <summary>When the losses so far are forgotten, since the pod has run well for long enough; null when there are none or it does not run.</summary>
    public static TimeSpan? ForgivenIn(EnvironmentState state) =>
        state.Previous is not { Machine.Recreations: not null } previous || state.View is not { IsRunning: true, Problem: null } ? null
        : previous.Conditions.FirstOrDefault(condition => condition.Type == EnvironmentConditions.Ready) is { Status: "True" } ready
            ? new DateTimeOffset(ready.LastTransitionTime.ToUniversalTime()) + state.Options.RecreationReset - state.Now
            : state.Options.RecreationReset;

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
