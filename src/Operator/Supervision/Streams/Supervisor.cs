using Environs.Protocol.Supervision;
using Environs.Runtime;

namespace Environs.Operator.Supervision.Streams;

/// <summary>What is known of the supervisor of one container of one pod; changed only under the lock of <see cref="Supervisors"/>.</summary>
internal sealed class Supervisor(TimeProvider time)
{
    /// <summary>Outlives its streams and processes, of which there may be many.</summary>
    public ReportBudget Budget { get; } = new(time);

    /// <summary>Its environment; null until it has called.</summary>
    public ResourceKey? Environment { get; set; }

    public Report? Report { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>What it shall see to, with its version; null until a controller has said.</summary>
    public Desired? Desired { get; set; }

    public SupervisorStream? Stream { get; set; }

    public SupervisorReport? Snapshot => Report is null ? null : new(Report, Stream is not null, At);
}
