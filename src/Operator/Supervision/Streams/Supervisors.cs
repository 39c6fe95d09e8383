using Environs.Operator.Supervision.Callers;
using Environs.Protocol.Supervision;
using Environs.Runtime;
using Grpc.Core;
using k8s.Models;

namespace Environs.Operator.Supervision.Streams;

/// <summary>Every supervisor that this process knows, by its pod's UID and its container's name.</summary>
internal sealed class Supervisors(IStore<V1Pod> pods, SupervisionMetrics metrics, TimeProvider time, ILogger<Supervisors> logger) : ISupervisors
{
    // Looks in a row that must miss a pod before it counts as gone: one that was made just now may not be in the store yet.
    private const int MissesUntilGone = 2;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Dictionary<string, Supervisor>> known = [];
    private readonly Dictionary<string, int> misses = [];
    // Greater than those of the process that led before, so that a supervisor's word about one cannot be taken for one about another.
    private ulong version = (ulong)Math.Max(0, time.GetUtcNow().ToUnixTimeMilliseconds());
    private Status? closed;

    public event Action<SupervisorChange>? Changed;

    public SupervisorReport? Get(string podUid, string container)
    {
        lock (gate)
            return known.GetValueOrDefault(podUid)?.GetValueOrDefault(container)?.Snapshot;
    }

    public void Send(string podUid, string container, Desired desired, string? boot = null)
    {
        ArgumentNullException.ThrowIfNull(desired);
        lock (gate)
        {
            var supervisor = Supervisor(podUid, container);
            if (boot is not null && supervisor.Report is { } said && said.Boot != boot)
                return;
            var next = desired.Clone();
            next.Version = supervisor.Desired?.Version ?? 0;
            if (next.Equals(supervisor.Desired))
                return;
            next.Version = ++version;
            supervisor.Desired = next;
            supervisor.Stream?.Offer(next);
        }
    }

    public bool Ask(string podUid, string container, LogWish wish)
    {
        lock (gate)
            return known.GetValueOrDefault(podUid)?.GetValueOrDefault(container)?.Stream?.TryAsk(new Desired { Log = wish }) == true;
    }

    public void Forget(string podUid)
    {
        List<SupervisorChange> changes = [];
        lock (gate)
        {
            misses.Remove(podUid);
            if (!known.Remove(podUid, out var containers))
                return;
            foreach (var supervisor in containers.Values)
            {
                if (supervisor.Stream is { } stream)
                {
                    stream.End(StatusCode.PermissionDenied, "the pod is gone");
                    metrics.Streams(-1);
                }
                if (supervisor is { Environment: { } environment, Snapshot: { } before })
                    changes.Add(new(environment, before, null));
            }
        }
        changes.ForEach(Tell);
    }

    /// <summary>Takes a new stream's first report; an older stream of the same container ends.</summary>
    /// <exception cref="RefusedException">The process stops, or has lost the lease.</exception>
    public SupervisorStream Open(Caller caller, Report report)
    {
        SupervisorChange change;
        SupervisorStream stream;
        lock (gate)
        {
            if (closed is { } status)
                throw new RefusedException(status.StatusCode, RefusalReasons.NotLeading, status.Detail);
            var supervisor = Supervisor(caller.PodUid, report.Container);
            if (supervisor.Budget.Spend() is not null)
                throw new RefusedException(StatusCode.ResourceExhausted, RefusalReasons.Busy, "the container connects too often; come back later");
            stream = new SupervisorStream(caller.PodUid, report.Container, supervisor.Budget);
            var before = supervisor.Snapshot;
            if (supervisor.Stream is { } older)
                older.End(StatusCode.Aborted, "a newer stream of the same container has replaced this one");
            else
                metrics.Streams(1);
            // What was meant for the supervisor before it would start again what had ended there: a controller says anew. Where to look stays.
            if (supervisor is { Report: { } last, Desired: { } former } && last.Boot != report.Boot)
                supervisor.Desired = PlacesOf(former);
            (supervisor.Environment, supervisor.Report, supervisor.At, supervisor.Stream) = (caller.Environment, report, time.GetUtcNow(), stream);
            if (supervisor.Desired is { } desired)
                stream.Offer(desired);
            change = new(caller.Environment, before, supervisor.Snapshot) { IsTold = supervisor.Desired is { AutomationsPaths.Count: > 0 } };
        }
        metrics.Reported();
        Tell(change);
        return stream;
    }

    private Desired PlacesOf(Desired former)
    {
        var places = new Desired { Version = ++version, ContentFolder = former.ContentFolder, WorkspaceFolder = former.WorkspaceFolder, IdleLimit = former.IdleLimit };
        places.Repositories.AddRange(former.Repositories);
        places.AutomationsPaths.AddRange(former.AutomationsPaths);
        places.DevcontainerPaths.AddRange(former.DevcontainerPaths);
        return places;
    }

    /// <summary>Takes a later report; that of a stream which was replaced meanwhile is not news any more.</summary>
    public void Take(SupervisorStream stream, Report report)
    {
        SupervisorChange change;
        lock (gate)
        {
            if (Of(stream) is not { Environment: { } environment } supervisor)
                return;
            var before = supervisor.Snapshot;
            (supervisor.Report, supervisor.At) = (report, time.GetUtcNow());
            change = new(environment, before, supervisor.Snapshot);
        }
        metrics.Reported();
        Tell(change);
    }

    /// <summary>The stream has ended.</summary>
    public void Close(SupervisorStream stream)
    {
        SupervisorChange change;
        lock (gate)
        {
            if (Of(stream) is not { Environment: { } environment } supervisor)
                return;
            var before = supervisor.Snapshot;
            supervisor.Stream = null;
            metrics.Streams(-1);
            change = new(environment, before, supervisor.Snapshot);
        }
        Tell(change);
    }

    /// <summary>Ends every stream and takes no new one: the process stops, or may not lead any more.</summary>
    public void CloseAll(string why)
    {
        lock (gate)
        {
            closed = new Status(StatusCode.Unavailable, why);
            foreach (var supervisor in known.Values.SelectMany(containers => containers.Values))
                supervisor.Stream?.End(StatusCode.Unavailable, why);
        }
    }

    /// <summary>Forgets the pods that are gone.</summary>
    public void Sweep()
    {
        List<string> gone = [];
        lock (gate)
        {
            foreach (var podUid in known.Keys)
            {
                if (pods.Indexed(PodIndexes.ByUid, podUid).Count > 0)
                    misses.Remove(podUid);
                else if ((misses[podUid] = misses.GetValueOrDefault(podUid) + 1) >= MissesUntilGone)
                    gone.Add(podUid);
            }
        }
        gone.ForEach(Forget);
    }

    private Supervisor Supervisor(string podUid, string container)
    {
        if (!known.TryGetValue(podUid, out var containers))
            known[podUid] = containers = [];
        if (!containers.TryGetValue(container, out var supervisor))
            containers[container] = supervisor = new(time);
        return supervisor;
    }

    private Supervisor? Of(SupervisorStream stream) =>
        known.GetValueOrDefault(stream.PodUid)?.GetValueOrDefault(stream.Container) is { } supervisor && supervisor.Stream == stream ? supervisor : null;

    private void Tell(SupervisorChange change)
    {
        try
        {
            Changed?.Invoke(change);
        }
#pragma warning disable CA1031 // Whoever listens must not end a stream.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.ListenerFailed(logger, error, change.Environment);
        }
    }
}
