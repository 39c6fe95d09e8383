using Environs.Runtime;

namespace Environs.Operator.Supervision.Callers;

/// <summary>Who has called: a pod of an environment.</summary>
/// <param name="Environment">The environment's name.</param>
/// <param name="Pod">The pod's name.</param>
/// <param name="PodUid">The pod's UID, which its token is bound to.</param>
/// <param name="Containers">The names of the pod's containers, of both kinds; which of them calls, only the caller can say.</param>
internal sealed record Caller(ResourceKey Environment, ResourceKey Pod, string PodUid, IReadOnlySet<string> Containers)
{
    /// <summary>It is one beside the environment's own, where a single service or step runs, which is all that it can speak of.</summary>
    public bool IsBeside { get; init; }
}
