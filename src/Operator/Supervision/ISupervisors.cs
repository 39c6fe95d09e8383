using Environs.Protocol.Supervision;

namespace Environs.Operator.Supervision;

/// <summary>The supervisors that dial this process, as the controllers see them. What a supervisor reports is user input, cleaned and bounded, never authority.</summary>
internal interface ISupervisors
{
    /// <summary>Called after a report, a connect and a disconnect; must not wait.</summary>
    event Action<SupervisorChange> Changed;

    /// <summary>The last report of this container of the pod of this UID; null when it never reported to this process.</summary>
    SupervisorReport? Get(string podUid, string container);

    /// <summary>
    /// What the container's supervisor shall see to: kept, and sent when it differs from the last (the version aside, which is set here) and
    /// on each new stream. Until the first, a supervisor is sent nothing.
    /// </summary>
    void Send(string podUid, string container, Desired desired);

    /// <summary>Forgets a pod that is gone, and ends its streams.</summary>
    void Forget(string podUid);
}
