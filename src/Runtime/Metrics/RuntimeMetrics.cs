using System.Diagnostics.Metrics;

namespace Environs.Runtime.Metrics;

/// <summary>
/// What the runtime measures, under controller-runtime's and client-go's names, so that known dashboards work. No instrument has a unit:
/// an exporter would add it to the name.
/// </summary>
internal sealed class RuntimeMetrics
{
    private static readonly double[] PassSeconds =
        [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5, 6, 8, 10, 20, 30, 60];

    private static readonly double[] QueueSeconds = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000];

    private readonly Counter<long> passes;
    private readonly Counter<long> errors;
    private readonly Histogram<double> passTime;
    private readonly UpDownCounter<long> activeWorkers;
    private readonly UpDownCounter<long> maxWorkers;
    private readonly UpDownCounter<long> depth;
    private readonly Counter<long> adds;
    private readonly Counter<long> retries;
    private readonly Histogram<double> queueTime;
    private readonly Histogram<double> workTime;
    private readonly Gauge<long> leader;
    private readonly Counter<long> undecodable;
    private readonly Counter<long> informerFailures;
    private readonly Counter<long> eventsDropped;

    public RuntimeMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(RuntimeTelemetry.Name);
        passes = meter.CreateCounter<long>("controller_runtime_reconcile_total", null, "Passes per controller and result.");
        errors = meter.CreateCounter<long>("controller_runtime_reconcile_errors_total", null, "Failed passes per controller.");
        passTime = meter.CreateHistogram("controller_runtime_reconcile_time_seconds", null, "Seconds per pass.", null, Buckets(PassSeconds));
        activeWorkers = meter.CreateUpDownCounter<long>("controller_runtime_active_workers", null, "Workers in a pass.");
        maxWorkers = meter.CreateUpDownCounter<long>("controller_runtime_max_concurrent_reconciles", null, "Workers.");
        depth = meter.CreateUpDownCounter<long>("workqueue_depth", null, "Keys that wait.");
        adds = meter.CreateCounter<long>("workqueue_adds_total", null, "Keys added.");
        retries = meter.CreateCounter<long>("workqueue_retries_total", null, "Keys added again after a failure.");
        queueTime = meter.CreateHistogram("workqueue_queue_duration_seconds", null, "Seconds that a key waits.", null, Buckets(QueueSeconds));
        workTime = meter.CreateHistogram("workqueue_work_duration_seconds", null, "Seconds that a key is worked on.", null, Buckets(QueueSeconds));
        leader = meter.CreateGauge<long>("leader_election_master_status", null, "1 where this process leads, else 0.");
        undecodable = meter.CreateCounter<long>("informer_undecodable_total", null, "Versions of objects that do not fit their type.");
        informerFailures = meter.CreateCounter<long>("informer_failures_total", null, "Lists and watches that failed.");
        eventsDropped = meter.CreateCounter<long>("events_dropped_total", null, "Events that were not written.");
    }

    public void Pass(string controller, string result, TimeSpan took)
    {
        passes.Add(1, new("controller", controller), new("result", result));
        passTime.Record(took.TotalSeconds, new KeyValuePair<string, object?>("controller", controller));
        if (result == PassResult.Error)
            errors.Add(1, new KeyValuePair<string, object?>("controller", controller));
    }

    public void ActiveWorkers(string controller, int change) =>
        activeWorkers.Add(change, new KeyValuePair<string, object?>("controller", controller));

    public void MaxWorkers(string controller, int change) => maxWorkers.Add(change, new KeyValuePair<string, object?>("controller", controller));

    public void Depth(string queue, int change) => depth.Add(change, new("name", queue), new("controller", queue));

    public void Added(string queue) => adds.Add(1, new("name", queue), new("controller", queue));

    public void Retry(string queue) => retries.Add(1, new("name", queue), new("controller", queue));

    public void Waited(string queue, TimeSpan time) => queueTime.Record(time.TotalSeconds, new("name", queue), new("controller", queue));

    public void WorkDone(string queue, TimeSpan time) => workTime.Record(time.TotalSeconds, new("name", queue), new("controller", queue));

    public void Leader(string lease, bool leads) => leader.Record(leads ? 1 : 0, new KeyValuePair<string, object?>("name", lease));

    public void ObjectUndecodable(string kind) => undecodable.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void InformerFailed(string kind) => informerFailures.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void EventDropped(string reason) => eventsDropped.Add(1, new KeyValuePair<string, object?>("reason", reason));

    private static InstrumentAdvice<double> Buckets(double[] boundaries) => new() { HistogramBucketBoundaries = boundaries };
}
