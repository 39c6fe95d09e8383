using k8s;
using k8s.Models;

namespace Environs.Operator.Admission;

/// <summary>A create or an update that waits to be admitted.</summary>
/// <param name="By">Who asks for it; of an impersonated user, that user.</param>
/// <param name="Namespace">Where the object is.</param>
/// <param name="Old">The object as it is; null when it is created.</param>
/// <param name="New">The object as it would be. Of one that is created the API server may have yet to make up the name.</param>
internal sealed record ProposedChange<T>(V1UserInfo By, string Namespace, T? Old, T New)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public bool IsCreate => Old is null;
}
