using System.Net;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Ports;

/// <summary>
/// What programs of the pod listen on: its containers share their network. Something counts from the
/// second look on that sees it, and until the second that does not: tests open ports by the hundred and close them at once.
/// </summary>
/// <param name="folder">Where /proc is mounted.</param>
/// <param name="interval">Between two looks.</param>
/// <param name="time">The clock.</param>
internal sealed class PortWatch(string folder, TimeSpan interval, TimeProvider time) : IWorkload
{
    // As many as the operator keeps.
    private const int MostPorts = 100;
    private const int MostAddresses = 8;

    // One listener may have taken another's place between two looks.
    private const int MostSkipped = 9;

    private readonly Lock gate = new();
    private HashSet<(int Port, string Address)> seen = [];
    private HashSet<(int Port, string Address)> told = [];
    private bool hasLooked;
    private string? count;
    private int skipped;

    public event Action<bool>? Changed;

    /// <summary>Listens on this machine for us, and is no program of the user's.</summary>
    internal int Ours { get; init; }

    /// <summary>What is listened on, by number.</summary>
    internal IReadOnlyList<ListeningPort> Current
    {
        get
        {
            lock (gate)
            {
                return
                [
                    .. told.GroupBy(one => one.Port).OrderBy(port => port.Key).Take(MostPorts).Select(port => new ListeningPort
                    {
                        Port = port.Key,
                        Addresses = { port.Select(one => one.Address).Order(StringComparer.Ordinal).Take(MostAddresses) },
                    }),
                ];
            }
        }
    }

    public void Take(Desired desired)
    {
        // It is told whatever is desired.
    }

    public void FillIn(Report report)
    {
        lock (gate)
        {
            if (!hasLooked) return;
        }

        report.Ports = new PortsReport { Ports = { Current } };
    }

    /// <summary>Looks until it is stopped.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do Look();
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // As meant.
        }
    }

    /// <summary>Looks once.</summary>
    internal void Look()
    {
        HashSet<(int Port, string Address)> now;
        try
        {
            // Before, so that what comes meanwhile is another number the next time.
            var before = count;
            count = SocketCount.Read(folder);
            var isAsBefore = hasLooked && count is not null && count == before && skipped < MostSkipped;
            skipped = isAsBefore ? skipped + 1 : 0;
            now = isAsBefore ? seen : [.. ListeningSockets.Read(folder).Where(socket => socket.Port != Ours || !IPAddress.IsLoopback(socket.Address)).Select(socket => (socket.Port, socket.Address.ToString()))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A sandbox that does not show it.
            count = null;
            return;
        }

        bool isNews;
        lock (gate)
        {
            // What is there twice comes, what is missing twice goes.
            var next = now.Where(one => seen.Contains(one) || told.Contains(one)).Union(told.Intersect(seen)).ToHashSet();
            isNews = !hasLooked || !next.SetEquals(told);
            (seen, told, hasLooked) = (now, next, true);
        }

        if (isNews) Changed?.Invoke(false);
    }
}
