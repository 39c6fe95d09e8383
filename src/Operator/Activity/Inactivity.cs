using Environs.Operator.Environments;
using Environs.Operator.Supervision;

namespace Environs.Operator.Activity;

/// <summary>
/// Whether nobody has worked in an environment for too long. Pure. The supervisors know, and measure it by a clock that does not jump: an
/// operator that was away, or whose own clock was set, asks them. Only one that this operator has not heard for the whole of the limit, and
/// for as long as another replica may take to be found, while its container runs or cannot, is taken to have nothing to say.
/// </summary>
internal static class Inactivity
{
    /// <summary>Why the environment shall be stopped; null when it shall not.</summary>
    public static string? Reason(EnvironmentState state)
    {
        if (state.InactivityLimit <= TimeSpan.Zero || state.View is not { IsTerminating: false, IsScheduled: true } view) return null;
        if (state.Dev is { IsConnected: true })
            return IsIdle(state.Dev, state) && IsIdle(state.Machine, state) ? $"Nobody has worked in it for {InactivityLimit.Text(state.InactivityLimit)}." : null;
        return IsJudged(state, view) && state.Unheard >= SilenceLimit(state) ? $"Its supervisor has not been heard for {InactivityLimit.Text(SilenceLimit(state))}." : null;
    }

    /// <summary>When to look again although nothing is said: a supervisor falls silent without a word. Null for never.</summary>
    public static TimeSpan? Wait(EnvironmentState state) =>
        state.InactivityLimit <= TimeSpan.Zero || state.View is not { IsTerminating: false } ? null
        : state.Dev is { IsConnected: true } || state.Unheard >= SilenceLimit(state) ? state.InactivityLimit
        : SilenceLimit(state) - state.Unheard;

    private static TimeSpan SilenceLimit(EnvironmentState state) =>
        state.InactivityLimit > state.Options.LeastSilence ? state.InactivityLimit : state.Options.LeastSilence;

    // One that waits for its node, or is silent with it, has not begun, or cannot be judged; one that gets on will be heard.
    private static bool IsJudged(EnvironmentState state, PodView view) => state.SilentNode is null && (view.IsRunning || view.Problem is not null);

    // By this limit and no other. One of an older version says nothing of it, and must not be stopped for that.
    private static bool IsIdle(SupervisorReport? supervisor, EnvironmentState state) => supervisor switch
    {
        { IsConnected: true, Report.Activity: { } said } => said.Idle && said.IdleLimit == (long)state.InactivityLimit.TotalMilliseconds,
        { IsConnected: true } => false,
        _ => true,
    };
}
