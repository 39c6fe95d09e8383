using Environs.Protocol.Supervision;

namespace Environs.Supervisor.Repositories;

/// <summary>One repository that is looked at again and again.</summary>
internal sealed class RepositoryWatch(DesiredRepository wanted, RepositoryLook look, GitSettings settings, TimeProvider time)
{
    private readonly GitPace pace = new(settings);
    private readonly long start = time.GetTimestamp();
    private UsageStamp? stamp;

    internal DesiredRepository Wanted => wanted;

    /// <summary>What was seen last; null when it is not there.</summary>
    internal RepositoryReport? Report { get; private set; }

    internal bool IsSeen { get; private set; }

    /// <summary>Looks if it is time to; true when there is something new.</summary>
    internal async Task<bool> LookAsync(CancellationToken cancellation)
    {
        // Before the look: what happens meanwhile is seen by the next one.
        var now = UsageStamp.Of(wanted.Folder);
        var began = time.GetElapsedTime(start);
        if (!pace.IsDue(began, now != stamp)) return false;
        var report = await look.AtAsync(wanted, Report, cancellation);
        var isNews = !IsSeen || !Equals(report, Report);
        var ended = time.GetElapsedTime(start);
        pace.Looked(ended, ended - began, isNews || now != stamp);
        (Report, IsSeen, stamp) = (report, true, now);
        return isNews;
    }
}
