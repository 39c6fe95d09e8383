using System.Collections.Concurrent;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Work;

namespace Environs.Supervisor.Tests.Link;

/// <summary>Work that is whatever the test says it is.</summary>
internal sealed class TestWorkload : IWorkload
{
    private readonly ConcurrentQueue<Desired> taken = [];

    public event Action<bool> Changed = _ => { };

    internal IReadOnlyList<Desired> Taken => [.. taken];

    internal ConcurrentDictionary<string, ServiceReport> Services { get; } = [];

    public void Take(Desired desired) => taken.Enqueue(desired);

    public void FillIn(Report report) => report.Services.AddRange(Services.Values.Select(service => service.Clone()));

    internal void Set(string id, ServicePhase phase, bool atOnce = true)
    {
        Services[id] = new ServiceReport { Id = id, Phase = phase };
        Changed(atOnce);
    }
}
