using Environs.Protocol.Requests;

namespace Environs.Supervisor.Commands;

/// <summary>Looks at the environment once a second until it is as it shall be.</summary>
internal static class Waiting
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>The exit code that <paramref name="end"/> gives, or that there was none in time. An operator that is away is waited for.</summary>
    internal static async Task<int> UntilAsync(CommandTools tools, TimeSpan limit, Func<Overview, int?> end, CancellationToken cancellation)
    {
        var start = tools.Time.GetTimestamp();
        while (true)
        {
            // Before the first look: what was asked for a moment ago may not be seen yet.
            await Task.Delay(LookAgain, tools.Time, cancellation);
            var answer = await tools.Asker.AskAsync(new Request { Overview = new OverviewRequest() }, cancellation);
            if (answer.Outcome == Outcome.Done && end(answer.Overview) is { } code) return code;
            if (answer.Outcome is not (Outcome.Done or Outcome.OperatorAway or Outcome.Busy)) return tools.Terminal.Outcome(answer);
            if (tools.Time.GetElapsedTime(start) < limit) continue;
            tools.Terminal.Warn($"Not so within {limit.TotalSeconds:0} s.");
            return ExitCodes.Late;
        }
    }
}
