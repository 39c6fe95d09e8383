using Environs.Protocol.Supervision;

namespace Environs.Supervisor.Work;

/// <summary>The services and steps of this container, as the link to the operator sees them. Safe to call from any thread.</summary>
internal interface IWorkload
{
    /// <summary>Something changed: true when a phase did, to be told at once; false for less, as an output.</summary>
    event Action<bool> Changed;

    /// <summary>Takes up the whole desired state; returns at once; may be called again at any time with anything.</summary>
    void Take(Desired desired);

    /// <summary>Adds every service and step as it is now to a report.</summary>
    void FillIn(Report report);
}
