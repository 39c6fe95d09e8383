using k8s;
using k8s.Models;

namespace Environs.Operator.Admission;

/// <summary>
/// Something that creates and updates of a kind are checked for beside the schema. One more is one more service of this type: each is asked
/// about every change, and all that they say is told. It runs on every replica and while somebody waits, for five seconds at most.
/// </summary>
internal interface IAdmissionCheck<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>What speaks against the change; empty when nothing does.</summary>
    /// <exception cref="Runtime.ApiException">The API server was asked and did not answer; the change is refused for now.</exception>
    Task<IReadOnlyList<Objection>> ObjectionsAsync(ProposedChange<T> change, CancellationToken cancellation);
}
