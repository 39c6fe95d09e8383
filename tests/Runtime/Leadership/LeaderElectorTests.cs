using System.Net;
using Environs.Runtime.Leadership;
using Environs.Runtime.Tests.Widgets;
using Environs.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using k8s.Models;

namespace Environs.Runtime.Tests.Leadership;

public sealed class LeaderElectorTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeLeases leases = new();

    [Fact]
    public async Task The_first_one_leads_at_once_and_the_second_waits_while_the_lease_is_renewed()
    {
        var one = Candidate("one");
        var two = Candidate("two");
        await one.Elector.AcquireAsync(one.Stop.Token);
        var holding = one.Elector.HoldAsync(one.Stop.Token);
        var waiting = two.Elector.AcquireAsync(two.Stop.Token);
        await PassAsync(TimeSpan.FromMinutes(2));
        Assert.True(one.Gate.IsOpen);
        Assert.False(two.Gate.IsOpen);
        Assert.False(holding.IsCompleted);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(0, leases.Lease!.Spec.LeaseTransitions);
    }

    [Fact]
    public async Task When_the_leader_vanishes_the_next_takes_over_after_the_lease_and_not_before()
    {
        var one = Candidate("one");
        var two = Candidate("two");
        await one.Elector.AcquireAsync(one.Stop.Token);
        var waiting = two.Elector.AcquireAsync(two.Stop.Token);
        await PassAsync(TimeSpan.FromSeconds(14));
        Assert.False(waiting.IsCompleted);
        await UntilAsync(() => waiting.IsCompleted, TimeSpan.FromSeconds(8));
        Assert.True(waiting.IsCompletedSuccessfully);
        Assert.Equal(("two", (int?)1), (leases.Lease!.Spec.HolderIdentity, leases.Lease.Spec.LeaseTransitions));
    }

    [Fact]
    public async Task A_leader_without_answers_keeps_trying_until_the_deadline_and_steps_down_before_anybody_can_take_over()
    {
        var one = Candidate("one");
        var two = Candidate("two");
        await one.Elector.AcquireAsync(one.Stop.Token);
        var holding = one.Elector.HoldAsync(one.Stop.Token);
        var waiting = two.Elector.AcquireAsync(two.Stop.Token);
        await PassAsync(TimeSpan.FromSeconds(5));
        leases.RefuseFor = "one";
        var tries = leases.Refused;
        await PassAsync(TimeSpan.FromSeconds(7));
        Assert.True(one.Gate.IsOpen);
        Assert.True(leases.Refused - tries >= 3);
        await UntilAsync(() => holding.IsCompleted, TimeSpan.FromSeconds(8));
        Assert.True(holding.IsCompletedSuccessfully);
        Assert.False(one.Gate.IsOpen);
        Assert.True(one.Gate.Lost.IsCancellationRequested);
        Assert.Throws<NotLeadingException>(one.Gate.Demand);
        Assert.False(two.Gate.IsOpen);
        await UntilAsync(() => waiting.IsCompleted, TimeSpan.FromSeconds(16));
        Assert.True(waiting.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_leader_whose_requests_hang_steps_down_at_the_deadline_too()
    {
        var one = Candidate("one");
        await one.Elector.AcquireAsync(one.Stop.Token);
        var holding = one.Elector.HoldAsync(one.Stop.Token);
        leases.HangFor = "one";
        await PassAsync(TimeSpan.FromSeconds(9));
        Assert.True(one.Gate.IsOpen);
        await UntilAsync(() => holding.IsCompleted, TimeSpan.FromSeconds(4));
        Assert.True(holding.IsCompletedSuccessfully);
        Assert.False(one.Gate.IsOpen);
    }

    [Fact]
    public async Task A_leader_that_was_asleep_does_not_write_on_waking()
    {
        var one = Candidate("one");
        await one.Elector.AcquireAsync(one.Stop.Token);
        Assert.True(one.Gate.IsOpen);
        time.Advance(TimeSpan.FromSeconds(11));
        // Its elector has not even looked yet.
        Assert.Throws<NotLeadingException>(one.Gate.Demand);
    }

    [Fact]
    public async Task A_short_failure_costs_nothing_but_a_line()
    {
        var one = Candidate("one");
        await one.Elector.AcquireAsync(one.Stop.Token);
        var holding = one.Elector.HoldAsync(one.Stop.Token);
        leases.RefuseFor = "one";
        await PassAsync(TimeSpan.FromSeconds(6));
        leases.RefuseFor = null;
        await PassAsync(TimeSpan.FromMinutes(1));
        Assert.True(one.Gate.IsOpen);
        Assert.False(holding.IsCompleted);
        Assert.Single(one.Log.At(LogLevel.Warning));
    }

    [Fact]
    public async Task A_lease_that_was_given_back_is_taken_at_the_next_look()
    {
        var one = Candidate("one");
        var two = Candidate("two");
        await one.Elector.AcquireAsync(one.Stop.Token);
        var holding = one.Elector.HoldAsync(one.Stop.Token);
        var waiting = two.Elector.AcquireAsync(two.Stop.Token);
        await PassAsync(TimeSpan.FromSeconds(5));
        await one.Stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => holding);
        await one.Elector.ReleaseAsync();
        Assert.False(one.Gate.IsOpen);
        await UntilAsync(() => waiting.IsCompleted, TimeSpan.FromSeconds(6));
        Assert.True(waiting.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_leader_whose_lease_was_taken_stops_at_once()
    {
        var one = Candidate("one");
        await one.Elector.AcquireAsync(one.Stop.Token);
        var holding = one.Elector.HoldAsync(one.Stop.Token);
        leases.Steal("thief");
        await UntilAsync(() => holding.IsCompleted, TimeSpan.FromSeconds(6));
        Assert.True(holding.IsCompletedSuccessfully);
        Assert.False(one.Gate.IsOpen);
        Assert.Contains("thief", one.Log.At(LogLevel.Error)[0]);
    }

    [Fact]
    public async Task Clocks_that_differ_between_machines_do_not_matter()
    {
        // The holder's clock is an hour behind: its renewTime looks long past to us.
        var one = Candidate("one", new FakeTimeProvider(time.GetUtcNow().AddHours(-1)));
        var two = Candidate("two");
        await one.Elector.AcquireAsync(one.Stop.Token);
        var waiting = two.Elector.AcquireAsync(two.Stop.Token);
        await PassAsync(TimeSpan.FromSeconds(14));
        Assert.False(waiting.IsCompleted);
    }

    private (LeaderElector Elector, LeadershipGate Gate, LogLines Log, CancellationTokenSource Stop) Candidate(string identity, TimeProvider? clock = null)
    {
        var gate = new LeadershipGate(clock ?? time);
        var log = new LogLines();
        var options = new RuntimeOptions { Namespace = "ns", LeaseName = "lease", Identity = identity, FieldManager = "tests" };
        return (new(leases.For(identity), options, gate, TestMeters.New(), clock ?? time, new Random(1), log.CreateLogger("")), gate, log, new());
    }

    /// <summary>Lets time pass in small steps, and gives everybody a moment after each.</summary>
    private async Task PassAsync(TimeSpan span)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += Step)
        {
            time.Advance(Step);
            await Task.Delay(TimeSpan.FromMilliseconds(1));
        }
    }

    /// <summary>Lets time pass until something has happened; on a busy machine everybody is a few steps late.</summary>
    private async Task UntilAsync(Func<bool> happened, TimeSpan limit)
    {
        for (var passed = TimeSpan.Zero; passed < limit && !happened(); passed += Step)
            await PassAsync(Step);
        Assert.True(happened());
    }

    /// <summary>A lease in memory, with an API server's optimistic lock.</summary>
    private sealed class FakeLeases
    {
        private int version;

        public V1Lease? Lease { get; private set; }

        public string? RefuseFor { get; set; }

        public string? HangFor { get; set; }

        public int Refused { get; private set; }

        public ILeases For(string identity) => new View(this, identity);

        public void Steal(string thief) => Put(Lease! with { Spec = Lease.Spec with { HolderIdentity = thief } });

        private V1Lease Put(V1Lease lease) => Lease = Copy(lease) with { Metadata = lease.Metadata with { ResourceVersion = $"{++version}" } };

        private static V1Lease Copy(V1Lease lease) => lease with { Spec = lease.Spec with { } };

        private async Task MeetAsync(string identity, CancellationToken cancellation)
        {
            if (HangFor == identity)
                await Task.Delay(Timeout.Infinite, cancellation);
            if (RefuseFor != identity)
                return;
            Refused++;
            throw new ApiException(HttpStatusCode.ServiceUnavailable, "", "away");
        }

        private sealed class View(FakeLeases owner, string identity) : ILeases
        {
            public async Task<V1Lease?> GetAsync(CancellationToken cancellation)
            {
                await owner.MeetAsync(identity, cancellation);
                return owner.Lease is null ? null : Copy(owner.Lease);
            }

            public async Task<V1Lease> CreateAsync(V1Lease lease, CancellationToken cancellation)
            {
                await owner.MeetAsync(identity, cancellation);
                return owner.Lease is null ? owner.Put(lease) : throw new ResourceConflictException("AlreadyExists", "exists");
            }

            public async Task<V1Lease> UpdateAsync(V1Lease lease, CancellationToken cancellation)
            {
                await owner.MeetAsync(identity, cancellation);
                return owner.Lease?.Metadata.ResourceVersion == lease.Metadata.ResourceVersion
                    ? owner.Put(lease)
                    : throw new ResourceConflictException("Conflict", "changed");
            }
        }
    }
}
