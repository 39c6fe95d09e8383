namespace Environs.Runtime;

/// <summary>What a pass came to.</summary>
/// <param name="Status">The whole status; written only if it differs from the resource's. Null leaves it alone.</param>
/// <param name="RequeueAfter">When to look again without being woken; null for never.</param>
public sealed record Reconciled<TStatus>(TStatus? Status, TimeSpan? RequeueAfter = null)
    where TStatus : class
{
    /// <summary>What to tell people; published once the status is written.</summary>
    public IReadOnlyList<ResourceEvent> Events { get; init; } = [];

    /// <summary>What went wrong; the status is written all the same, then the key backs off as after a failure.</summary>
    public Exception? Error { get; init; }
}
