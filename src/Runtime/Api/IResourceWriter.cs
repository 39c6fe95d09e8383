using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Environs.Runtime;

/// <summary>
/// Writes objects. A write returns once the informer of that kind (if there is one) has seen it, so that the next pass decides on a world
/// that contains it; no write goes out without leadership.
/// </summary>
public interface IResourceWriter
{
    /// <summary>Creates an object that is never changed afterwards (a pod, a volume).</summary>
    /// <exception cref="ResourceConflictException">It exists already.</exception>
    /// <exception cref="ApiException">The server refused or did not answer.</exception>
    Task<T> CreateAsync<T>(ResourceKind<T> kind, T desired, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Applies the fields of <paramref name="desired"/> server-side under our one field manager, by force.</summary>
    /// <exception cref="ResourceConflictException">The object is another one (UID).</exception>
    /// <exception cref="ApiException">The server refused or did not answer.</exception>
    Task<T> ApplyAsync<T>(ResourceKind<T> kind, T desired, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Deletes exactly this object (UID precondition); one that is gone already is success.</summary>
    /// <param name="kind">The object's kind.</param>
    /// <param name="existing">The object as the store has it; only its name, namespace and UID count.</param>
    /// <param name="gracePeriod">Whole seconds; null leaves the object's own, zero deletes at once.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ResourceConflictException">Another object has the name now.</exception>
    /// <exception cref="ApiException">The server refused or did not answer.</exception>
    Task DeleteAsync<T>(ResourceKind<T> kind, T existing, TimeSpan? gracePeriod, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Merges a change (RFC 7396: null removes) into exactly this object: the one way to take out what another manager has put in.</summary>
    /// <param name="kind">The object's kind.</param>
    /// <param name="existing">The object as the store has it; only its name, namespace and UID count.</param>
    /// <param name="change">What becomes of its fields.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="manager">Whose fields they are then; null: our one field manager's.</param>
    /// <exception cref="ResourceConflictException">Another object has the name now, or none.</exception>
    /// <exception cref="ApiException">The server refused or did not answer.</exception>
    Task<T> MergeAsync<T>(ResourceKind<T> kind, T existing, JsonObject change, CancellationToken cancellation, string? manager = null)
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Adds an owner to exactly this object (its UID is sent along), and leaves everything else of it alone.</summary>
    /// <exception cref="ResourceConflictException">Another object has the name now, or none.</exception>
    /// <exception cref="ApiException">The server refused or did not answer.</exception>
    Task AddOwnerAsync<T>(ResourceKind<T> kind, T existing, V1OwnerReference owner, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>;

    /// <summary>Changes a few fields of exactly this object (its UID is sent along) by a strategic merge, which built-in kinds know.</summary>
    /// <exception cref="ResourceConflictException">Another object has the name now.</exception>
    /// <exception cref="ApiException">The server refused or did not answer.</exception>
    Task<T> PatchAsync<T>(ResourceKind<T> kind, T existing, JsonObject patch, CancellationToken cancellation)
        where T : class, IKubernetesObject<V1ObjectMeta>;
}
