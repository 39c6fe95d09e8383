using Environs.Operator.Supervision;

namespace Environs.Operator.Activity;

/// <summary>What is remembered of an environment's supervisors from one pass to the next.</summary>
/// <param name="PodUid">The pod that it is about.</param>
/// <param name="Seen">What was taken into the status last.</param>
/// <param name="TakenAt">When, on a clock that never jumps.</param>
/// <param name="SilentSince">Since when the dev container's supervisor is not heard; null while it is.</param>
internal sealed record Observed(string PodUid, Observation Seen, TimeSpan? TakenAt, TimeSpan? SilentSince)
{
    /// <summary>At most one status in this time for what does not matter at once.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How long something newer has to wait; null when there is nothing newer.</summary>
    public TimeSpan? Wait { get; private init; }

    /// <summary>After a look at the supervisors.</summary>
    public static Observed After(Observed? before, string podUid, SupervisorReport? dev, SupervisorReport? machine, TimeSpan now)
    {
        if (before?.PodUid != podUid) before = null;
        var said = Observation.Of(dev is { IsConnected: true } ? dev.Report : null, machine is { IsConnected: true } ? machine.Report : null);
        // Of a container that is not heard, what it said last still holds.
        var seen = before?.Seen ?? Observation.None;
        var next = said with
        {
            Git = said.Git ?? seen.Git,
            Ports = said.Ports ?? seen.Ports,
            Secrets = said.Secrets ?? seen.Secrets,
            Ssh = said.Ssh ?? seen.Ssh,
            Activity = said.Activity?.At > (seen.Activity?.At ?? 0) ? said.Activity : seen.Activity,
            Version = said.Version.Length > 0 ? said.Version : seen.Version,
            Commit = said.Version.Length > 0 ? said.Commit : seen.Commit,
        };
        var silent = dev is { IsConnected: true } ? (TimeSpan?)null : before?.SilentSince ?? now;
        if (next == seen) return new(podUid, seen, before?.TakenAt, silent);
        var wait = before?.TakenAt + Interval - now;
        return wait > TimeSpan.Zero
            ? new(podUid, seen, before!.TakenAt, silent) { Wait = wait }
            : new(podUid, next, now, silent);
    }
}
