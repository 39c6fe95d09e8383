using k8s.Models;

namespace Environs.Runtime.Leadership;

/// <summary>Where the lease is kept; every method may throw an <see cref="ApiException"/>.</summary>
internal interface ILeases
{
    Task<V1Lease?> GetAsync(CancellationToken cancellation);

    Task<V1Lease> CreateAsync(V1Lease lease, CancellationToken cancellation);

    /// <summary>Replaces the lease, if it still has the resourceVersion.</summary>
    Task<V1Lease> UpdateAsync(V1Lease lease, CancellationToken cancellation);
}
