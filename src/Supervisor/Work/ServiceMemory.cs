using Environs.Protocol.Supervision;

namespace Environs.Supervisor.Work;

/// <summary>What is known of a service.</summary>
/// <param name="Wish">What is wanted now; nothing when it shall be forgotten.</param>
/// <param name="Phase">Stopped, also before it was ever started.</param>
/// <param name="Session">That it was started for last.</param>
/// <param name="IsSpent">It was started for this session, and is not started again until something else was wanted meanwhile.</param>
/// <param name="Failure">Why it failed, or will have when it has stopped.</param>
internal sealed record ServiceMemory(ServiceWish? Wish, ServicePhase Phase, string Session, bool IsSpent, string Failure)
{
    internal static readonly ServiceMemory None = new(null, ServicePhase.Stopped, "", false, "");

    /// <summary>None of its processes runs.</summary>
    internal bool IsDown => Phase is ServicePhase.Stopped or ServicePhase.Failed;
}
