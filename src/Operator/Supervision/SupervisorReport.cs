using Environs.Protocol.Supervision;

namespace Environs.Operator.Supervision;

/// <summary>What a supervisor last said.</summary>
/// <param name="Report">The report, cleaned and bounded; shared, so it must not be changed.</param>
/// <param name="IsConnected">Whether its stream is open.</param>
/// <param name="At">When the report came.</param>
internal sealed record SupervisorReport(Report Report, bool IsConnected, DateTimeOffset At);
