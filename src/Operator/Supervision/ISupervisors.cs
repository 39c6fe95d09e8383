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
    /// on each new stream. Until the first, a supervisor is sent nothing; one that follows another in its container is told where to look, and
    /// nothing that it shall run.
    /// </summary>
    /// <param name="podUid">UID of the pod.</param>
    /// <param name="container">Name of the container.</param>
    /// <param name="desired">The whole of it.</param>
    /// <param name="boot">The supervisor that it is meant for: one that has come since is not told. Null for any.</param>
    void Send(string podUid, string container, Desired desired, string? boot = null);

    /// <summary>Asks for a log, once; false when the container's supervisor is not connected.</summary>
    bool Ask(string podUid, string container, LogWish wish);

    /// <summary>Forgets a pod that is gone, and ends its streams.</summary>
    void Forget(string podUid);
}
