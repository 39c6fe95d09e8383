using System.Security.Cryptography;
using System.Text;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Automations;
using Environs.Supervisor.Work;
using Google.Protobuf.Collections;

namespace Environs.Supervisor.Link;

/// <summary>Writes reports: each is the whole of what this supervisor knows.</summary>
internal sealed class Reporter(string container, IWorkload workload, WorkspaceFiles files, Log log)
{
    /// <summary>Bytes that the operator takes.</summary>
    internal const int Limit = 1024 * 1024;

    private readonly HashSet<string> cut = [];

    // Tells this process from earlier and later ones in the same container.
    private readonly string boot = RandomNumberGenerator.GetHexString(32, lowercase: true);

    internal Report Write(ulong desiredVersion)
    {
        var report = new Report
        {
            Container = container,
            Boot = boot,
            SupervisorVersion = BuildInfo.Version,
            SupervisorCommit = BuildInfo.Commit,
            DesiredVersion = desiredVersion,
        };
        files.FillIn(report);
        workload.FillIn(report);
        Fit(report);
        return report;
    }

    // Phases matter most; the longest outputs have to go, until it fits.
    private void Fit(Report report)
    {
        var excess = report.CalculateSize() - Limit;
        if (excess <= 0) return;
        var outputs = report.Services.Select(service => (Name: $"service {service.Id}", service.Output))
            .Concat(report.Steps.Select(step => (Name: $"step {step.Step} of execution {step.Execution}", step.Output)))
            .OrderByDescending(item => Size(item.Output));
        foreach (var (name, output) in outputs)
        {
            if (excess <= 0) return;
            excess -= Size(output);
            output.Clear();
            if (cut.Add(name)) log.OutputTooLarge(name, Limit);
        }
    }

    // Less than it is by what frames each value.
    private static int Size(MapField<string, string> output) =>
        output.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value));
}
