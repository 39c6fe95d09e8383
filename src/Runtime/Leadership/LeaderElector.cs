using System.Text.Json;
using Environs.Runtime.Metrics;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Environs.Runtime.Leadership;

/// <summary>
/// Takes and renews the lease. Whether somebody else's has run out is judged by how long we have seen it unchanged, and whether ours has,
/// by how long ago we began our last successful renewal: both by our own clock, never by comparing the clocks of two machines.
/// </summary>
internal sealed class LeaderElector(
    ILeases leases, RuntimeOptions options, LeadershipGate gate, RuntimeMetrics metrics, TimeProvider time, Random random, ILogger logger) : ILeadership
{
    private string? observed;
    private long observedAt;
    private long renewedAt;
    private volatile string? lastHolder;
    private bool failing;

    public bool IsLeading => gate.IsOpen;

    public string? Leader => lastHolder is { Length: > 0 } holder ? holder : null;

    /// <summary>Returns as soon as this process leads (the gate is open then).</summary>
    public async Task AcquireAsync(CancellationToken cancellation)
    {
        metrics.Leader(options.LeaseName, false);
        while (!await TryAsync(options.RenewDeadline, cancellation))
            await Task.Delay(options.LeaseRetry * (1 + random.NextDouble() / 5), time, cancellation);
        gate.Open(renewedAt, options.RenewDeadline);
        metrics.Leader(options.LeaseName, true);
        Log.Leading(logger, options.Identity, options.Namespace, options.LeaseName);
    }

    /// <summary>Renews the lease; returns when it is lost (the gate is closed then).</summary>
    /// <exception cref="OperationCanceledException">The cancellation was asked for; the lease is still ours.</exception>
    public async Task HoldAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var left = options.RenewDeadline - time.GetElapsedTime(renewedAt);
            if (left <= TimeSpan.Zero)
                break;
            await Task.Delay(left < options.LeaseRetry ? left : options.LeaseRetry, time, cancellation);
            left = options.RenewDeadline - time.GetElapsedTime(renewedAt);
            if (left > TimeSpan.Zero && !await TryAsync(left, cancellation) && lastHolder != options.Identity && !failing)
                break;
        }
        Close();
        Log.Lost(logger, options.Identity, options.Namespace, options.LeaseName, lastHolder ?? "");
    }

    /// <summary>Gives the lease back, so that the next one need not wait; only once nothing writes any more.</summary>
    public async Task ReleaseAsync()
    {
        if (gate.Lost.IsCancellationRequested)
            return;
        Close();
        using var limit = new CancellationTokenSource(options.LeaseRetry, time);
        try
        {
            if (await leases.GetAsync(limit.Token) is not { } lease || lease.Spec?.HolderIdentity != options.Identity)
                return;
            lease.Spec.HolderIdentity = "";
            lease.Spec.LeaseDurationSeconds = 1;
            lease.Spec.RenewTime = time.GetUtcNow().UtcDateTime;
            await leases.UpdateAsync(lease, limit.Token);
            Log.Released(logger, options.Identity, options.Namespace, options.LeaseName);
        }
        catch (Exception error) when (error is ApiException or JsonException or OperationCanceledException)
        {
            Log.NotReleased(logger, options.Namespace, options.LeaseName, error.Message);
        }
    }

    private void Close()
    {
        gate.Close();
        metrics.Leader(options.LeaseName, false);
    }

    /// <summary>One try: whether the lease is ours now. Whatever fails, only costs this try.</summary>
    private async Task<bool> TryAsync(TimeSpan left, CancellationToken cancellation)
    {
        // Half of what is left, so that one request that hangs does not cost the lease.
        using var limit = new CancellationTokenSource(left < options.LeaseRetry ? left : left / 2 > options.LeaseRetry ? left / 2 : options.LeaseRetry, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var ours = await TakeOrRenewAsync(both.Token);
            if (failing)
                Log.Recovered(logger, options.Namespace, options.LeaseName);
            failing = false;
            return ours;
        }
        catch (ResourceConflictException)
        {
            // Somebody was faster; the next look tells who.
            return false;
        }
        catch (Exception error) when (error is ApiException or JsonException or FormatException or OperationCanceledException
            && !cancellation.IsCancellationRequested)
        {
            if (!failing)
                Log.TryFailed(logger, options.Namespace, options.LeaseName, error is OperationCanceledException ? "no answer in time" : error.Message);
            failing = true;
            return false;
        }
    }

    private async Task<bool> TakeOrRenewAsync(CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var lease = await leases.GetAsync(cancellation);
        if (lease is null)
        {
            await leases.CreateAsync(Ours(new() { Metadata = new() { Name = options.LeaseName, NamespaceProperty = options.Namespace } }), cancellation);
        }
        else
        {
            var holder = lease.Spec?.HolderIdentity ?? "";
            if (holder.Length > 0 && holder != lastHolder)
                Log.Holder(logger, options.Namespace, options.LeaseName, holder);
            lastHolder = holder;
            if (observed != lease.Metadata.ResourceVersion)
                (observed, observedAt) = (lease.Metadata.ResourceVersion, time.GetTimestamp());
            var runsOut = TimeSpan.FromSeconds(lease.Spec?.LeaseDurationSeconds ?? 0);
            if (holder.Length > 0 && holder != options.Identity && time.GetElapsedTime(observedAt) < runsOut)
                return false;
            await leases.UpdateAsync(Ours(lease), cancellation);
        }
        renewedAt = began;
        gate.Extend(began);
        lastHolder = options.Identity;
        return true;
    }

    private V1Lease Ours(V1Lease lease)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var spec = lease.Spec ??= new();
        if (spec.HolderIdentity != options.Identity)
        {
            spec.LeaseTransitions = (spec.LeaseTransitions ?? -1) + 1;
            spec.AcquireTime = now;
        }
        spec.HolderIdentity = options.Identity;
        spec.LeaseDurationSeconds = Math.Max(1, (int)Math.Ceiling(options.LeaseDuration.TotalSeconds));
        spec.RenewTime = now;
        return lease;
    }
}
