using System.Collections.Concurrent;
using Environs.Operator.Supervision;
using Environs.Protocol.Supervision;
using Environs.Runtime;

namespace Environs.Operator.Tests.Automations;

/// <summary>Supervisors whose reports the test makes.</summary>
internal sealed class TestSupervisors : ISupervisors
{
    private readonly ConcurrentDictionary<string, SupervisorReport> reports = new();

    public event Action<SupervisorChange>? Changed;

    /// <summary>What each pod's supervisor was told last.</summary>
    public ConcurrentDictionary<string, Desired> Told { get; } = new();

    public SupervisorReport? Get(string podUid, string container) => reports.GetValueOrDefault(podUid);

    public void Send(string podUid, string container, Desired desired, string? boot = null) => Told[podUid] = desired;

    public bool Ask(string podUid, string container, LogWish wish) => false;

    public void Forget(string podUid) => reports.TryRemove(podUid, out _);

    public void Say(ResourceKey environment, string podUid, Report report)
    {
        var before = reports.GetValueOrDefault(podUid);
        var after = reports[podUid] = new SupervisorReport(report, true, Work.Now);
        Changed?.Invoke(new SupervisorChange(environment, before, after));
    }
}
