using System.Security.Cryptography;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Automations;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Link;

/// <summary>Writes reports: each is the whole of what this supervisor knows.</summary>
internal sealed class Reporter(string container, IWorkload workload, AutomationsWatch automations)
{
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
            AutomationsFile = automations.Seen,
        };
        workload.FillIn(report);
        return report;
    }
}
