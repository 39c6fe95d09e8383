using System.Diagnostics.Metrics;

namespace Environs.Operator.Supervision;

/// <summary>What the endpoint measures.</summary>
internal sealed class SupervisionMetrics
{
    public const string MeterName = "Environs.Supervision";

    private readonly UpDownCounter<long> streams;
    private readonly UpDownCounter<long> logs;
    private readonly Counter<long> reports;
    private readonly Counter<long> refused;
    private readonly Counter<long> reviews;

    public SupervisionMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        streams = meter.CreateUpDownCounter<long>("environs_supervision_streams", null, "Supervisors that are connected.");
        logs = meter.CreateUpDownCounter<long>("environs_supervision_logs", null, "Logs that are being read.");
        reports = meter.CreateCounter<long>("environs_supervision_reports_total", null, "Reports taken from supervisors.");
        refused = meter.CreateCounter<long>("environs_supervision_refused_total", null, "Calls refused, and streams ended for what they said, per reason.");
        reviews = meter.CreateCounter<long>("environs_supervision_reviews_total", null, "Tokens that the API server was asked about.");
    }

    public void Streams(int change) => streams.Add(change);

    public void Logs(int change) => logs.Add(change);

    public void Reported() => reports.Add(1);

    public void Reviewed() => reviews.Add(1);

    public void Refused(string reason) => refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
