namespace Environs.Runtime;

/// <summary>Brings the world nearer to what one resource asks for; it never learns what woke it.</summary>
public interface IReconciler<in T, TStatus>
    where TStatus : class
{
    /// <summary>One pass. The resource is the store's snapshot and must not be changed.</summary>
    /// <returns>The status as it now is, and when to look again by itself.</returns>
    Task<Reconciled<TStatus>> ReconcileAsync(T resource, CancellationToken cancellation);
}
