using k8s;
using k8s.Models;

namespace Environs.Runtime;

/// <summary>
/// Asks the API server itself. A store may lag behind, which is harmless for what only adds or repairs; before something that cannot be
/// undone is done because an object is not in a store, its absence is asked for here.
/// </summary>
public interface IResourceReader
{
    /// <summary>The object as the server has it now; null when it has none of that name.</summary>
    /// <exception cref="ApiException">The server refused or did not answer.</exception>
    Task<T?> ReadAsync<T>(ResourceKind<T> kind, ResourceKey key, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Asks a question that is written like an object and stored nowhere, such as a SubjectAccessReview; so a replica that does not lead may.</summary>
    /// <exception cref="ApiException">The server refused or did not answer.</exception>
    Task<T> AskAsync<T>(ResourceKind<T> kind, T question, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>;
}
