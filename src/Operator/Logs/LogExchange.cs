using System.Security.Cryptography;
using Environs.Operator.Supervision;

namespace Environs.Operator.Logs;

/// <summary>Brings readers of logs and the supervisors that send them together.</summary>
internal sealed class LogExchange(SupervisionMetrics metrics)
{
    public const int MostOfContainer = 8;
    public const int MostOfEnvironment = 32;

    // Each costs a connection and some 200 KiB when it is read slowly.
    public const int MostOfAll = 256;

    private readonly Lock gate = new();
    private readonly Dictionary<string, OpenLog> waiting = new(StringComparer.Ordinal);
    private readonly HashSet<OpenLog> open = [];
    private bool isClosed;

    /// <summary>Opens a log for a reader, who disposes of it.</summary>
    /// <exception cref="LogException">Too many are open.</exception>
    public OpenLog Open(LogPlace place)
    {
        var log = new OpenLog(RandomNumberGenerator.GetHexString(32, lowercase: true), place, Close);
        lock (gate)
        {
            if (isClosed) throw new LogException(LogProblem.Away, "This replica of the operator ends.");
            if (open.Count >= MostOfAll
                || open.Count(one => one.Place.Environment == place.Environment) >= MostOfEnvironment
                || open.Count(one => (one.Place.PodUid, one.Place.Container) == (place.PodUid, place.Container)) >= MostOfContainer)
                throw new LogException(LogProblem.Busy, $"Too many logs are being read at once: at most {MostOfContainer} of one container, {MostOfEnvironment} of one environment.");
            open.Add(log);
            waiting[log.Id] = log;
        }
        metrics.Logs(1);
        return log;
    }

    /// <summary>The log that a pod's supervisor has come to send; null when nobody waits for that of this pod. An id counts once.</summary>
    public OpenLog? Take(string id, string podUid)
    {
        lock (gate)
        {
            if (waiting.GetValueOrDefault(id) is not { } log || log.Place.PodUid != podUid) return null;
            waiting.Remove(id);
            return log;
        }
    }

    /// <summary>Ends all and takes no new one: the process stops, or may not lead any more.</summary>
    public void CloseAll()
    {
        List<OpenLog> all;
        lock (gate)
        {
            isClosed = true;
            all = [.. open];
        }
        all.ForEach(log => log.Dispose());
    }

    private void Close(OpenLog log)
    {
        lock (gate)
        {
            waiting.Remove(log.Id);
            open.Remove(log);
        }
        metrics.Logs(-1);
    }
}
