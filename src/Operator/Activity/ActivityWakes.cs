using Environs.Operator.Supervision;

namespace Environs.Operator.Activity;

/// <summary>Which words of a supervisor are news about what it watches. Pure.</summary>
internal static class ActivityWakes
{
    public static bool IsNews(SupervisorChange change) =>
        change.After is { IsConnected: true } after
        && (change.Before is not { } before
            || !Equals(before.Report.Git, after.Report.Git)
            || !Equals(before.Report.Ports, after.Report.Ports)
            || !Equals(before.Report.Activity, after.Report.Activity));
}
