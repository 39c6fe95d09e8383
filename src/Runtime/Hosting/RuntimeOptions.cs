namespace Environs.Runtime;

/// <summary>The runtime's settings; every wait is one, so that tests can shorten it.</summary>
public sealed record RuntimeOptions
{
    /// <summary>The namespace of the leader lease.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name of the leader lease.</summary>
    public required string LeaseName { get; init; }

    /// <summary>This process among its replicas, for example the pod's name; must be unique.</summary>
    public required string Identity { get; init; }

    /// <summary>The field manager of all server-side applies, and the reportingController of events.</summary>
    public required string FieldManager { get; init; }

    /// <summary>Whether controllers wait for the lease; off only for a single process.</summary>
    public bool LeaderElection { get; init; } = true;

    /// <summary>The product in the User-Agent header (audit logs show it).</summary>
    public string UserAgent { get; init; } = "environs";

    /// <summary>How many keys one controller works on at once.</summary>
    public int Workers { get; init; } = 8;

    /// <summary>How long a pass may take before it is cancelled and counts as failed.</summary>
    public TimeSpan PassTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a request may take; for a watch, until its headers.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a write waits for the informer to see it.</summary>
    public TimeSpan WriteVisibility { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Objects in a page of a list.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>After this long the server ends a watch; up to a tenth more is added by chance.</summary>
    public TimeSpan WatchTimeout { get; init; } = TimeSpan.FromSeconds(290);

    /// <summary>A watch that says nothing for this long, not even a bookmark (the server sends one a minute), is taken for dead.</summary>
    public TimeSpan WatchIdleLimit { get; init; } = TimeSpan.FromSeconds(150);

    /// <summary>The first pause of an informer after a failure; it doubles, with jitter.</summary>
    public TimeSpan InformerBackoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause of an informer.</summary>
    public TimeSpan InformerBackoffLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A key's first pause after a failed pass; it doubles.</summary>
    public TimeSpan KeyBackoff { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>A key's longest pause.</summary>
    public TimeSpan KeyBackoffLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a lease holds without renewal.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>After this long without a renewal the leader steps down by its own clock; less than <see cref="LeaseDuration"/>.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause between two tries to take or renew the lease.</summary>
    public TimeSpan LeaseRetry { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a stop waits for passes to finish before it cancels them.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Events that may wait to be written; more are dropped and counted.</summary>
    public int EventQueue { get; init; } = 1000;

    /// <summary>Different events about one object in <see cref="EventWindow"/>; more are dropped and counted.</summary>
    public int EventsPerObject { get; init; } = 25;

    /// <summary>A repeated event within this time raises the count of the first one's series.</summary>
    public TimeSpan EventWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A repeated event updates its count at most this often; the last few repetitions may go uncounted.</summary>
    public TimeSpan EventSeriesInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Waits that contradict each other, or null: for <see cref="Microsoft.Extensions.Hosting.IHost"/> to fail at the start.</summary>
    internal string? Problem() =>
        RenewDeadline >= LeaseDuration ? $"RenewDeadline {RenewDeadline} must be less than LeaseDuration {LeaseDuration}."
        : LeaseRetry >= RenewDeadline ? $"LeaseRetry {LeaseRetry} must be less than RenewDeadline {RenewDeadline}."
        : Workers < 1 ? $"Workers {Workers} must be at least 1."
        : PageSize < 1 ? $"PageSize {PageSize} must be at least 1."
        : null;
}
