using Environs.Protocol.Supervision;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Repositories;

/// <summary>The repositories that the operator asks about. Without any, nothing is run.</summary>
internal sealed class GitWatch(GitSettings settings, Log log, TimeProvider time) : IWorkload
{
    private readonly RepositoryLook look = new(new GitLook(settings, time));
    private readonly Lock gate = new();
    private IReadOnlyList<RepositoryWatch> watches = [];

    public event Action<bool>? Changed;

    public void Take(Desired desired)
    {
        lock (gate)
        {
            if (watches.Select(watch => watch.Wanted).SequenceEqual(desired.Repositories)) return;
            // What was said to go on stays as it was seen.
            var known = watches.ToDictionary(watch => watch.Wanted);
            watches = [.. desired.Repositories.Distinct().Select(wanted => known.GetValueOrDefault(wanted) ?? new RepositoryWatch(wanted.Clone(), look, settings, time))];
        }
    }

    public void FillIn(Report report)
    {
        var now = Watches;
        if (now.Count == 0 || now.Any(watch => !watch.IsSeen)) return;
        report.Git = new GitReport();
        report.Git.Repositories.AddRange(now.Select(watch => watch.Report).OfType<RepositoryReport>());
    }

    /// <summary>Looks until it is stopped.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(settings.Tick, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop)) await RoundAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // As meant.
        }
    }

    /// <summary>Looks at each that it is time for, one after another.</summary>
    internal async Task RoundAsync(CancellationToken stop)
    {
        var isNews = false;
        foreach (var watch in Watches)
        {
            try
            {
                isNews |= await watch.LookAsync(stop);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                log.RepositoryUnseen(watch.Wanted.Folder, e.Message);
            }
        }

        if (isNews) Changed?.Invoke(false);
    }

    private IReadOnlyList<RepositoryWatch> Watches
    {
        get
        {
            lock (gate) return watches;
        }
    }
}
