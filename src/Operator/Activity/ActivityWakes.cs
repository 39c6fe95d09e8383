using Environs.Operator.Supervision;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Activity;

/// <summary>Which words of a supervisor are news about what it watches. Pure.</summary>
internal static class ActivityWakes
{
    public static bool IsNews(SupervisorChange change) =>
        change.After is { IsConnected: true, Report: var after }
        && (change.Before is not { Report: var before } || IsNews(before.Git, after.Git) || IsNews(before.Ports, after.Ports) || IsNews(before.Secrets, after.Secrets) || IsNews(before.Ssh, after.Ssh) || IsNews(before.Activity, after.Activity));

    // What it has not looked at yet is taken to be as it was.
    private static bool IsNews<T>(T? before, T? after)
        where T : class => after is not null && !after.Equals(before);

    // A limit that it has taken up decides nothing before nobody has done anything for so long, and a new supervisor has seen nothing yet.
    private static bool IsNews(ActivityReport? before, ActivityReport? after) => after is not null
        && (after.Idle != before?.Idle
            || (after.Idle && after.IdleLimit != before.IdleLimit)
            || (after.Source.Length > 0 && (after.Source, after.At) != (before.Source, before.At)));
}
