using Environs.Runtime.Queues;
using Environs.Runtime.Tests.Widgets;
using Microsoft.Extensions.Time.Testing;

namespace Environs.Runtime.Tests.Queues;

public sealed class WorkQueueTests : IDisposable
{
    private static readonly ResourceKey A = new("ns", "a");
    private static readonly ResourceKey B = new("ns", "b");

    private readonly FakeTimeProvider time = new();
    private readonly WorkQueue queue;

    public WorkQueueTests() => queue = new("test", WidgetHost.Options("ns") with { KeyBackoffLimit = TimeSpan.FromMinutes(5) }, TestMeters.New(), time, new Random(1));

    public void Dispose() => queue.Dispose();

    [Fact]
    public async Task A_key_added_twice_comes_once()
    {
        queue.Add(A);
        queue.Add(A);
        Assert.Equal(A, await TakeAsync());
        Assert.Null(await TakeAsync());
    }

    [Fact]
    public async Task A_key_is_with_one_worker_at_a_time_and_comes_again_if_it_was_added_meanwhile()
    {
        queue.Add(A);
        await TakeAsync();
        queue.Add(A);
        queue.Add(A);
        Assert.Null(await TakeAsync());
        queue.Done(A);
        Assert.Equal(A, await TakeAsync());
        queue.Done(A);
        Assert.Null(await TakeAsync());
    }

    [Theory]
    [InlineData(10, 5, 5)]
    [InlineData(5, 10, 5)]
    public async Task Of_two_delays_the_earlier_counts(int first, int second, int expected)
    {
        queue.AddAfter(A, TimeSpan.FromSeconds(first));
        queue.AddAfter(A, TimeSpan.FromSeconds(second));
        time.Advance(TimeSpan.FromSeconds(expected - 0.1));
        Assert.Null(await TakeAsync());
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(A, await TakeAsync());
        queue.Done(A);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await TakeAsync());
    }

    [Fact]
    public async Task Delays_of_different_keys_do_not_disturb_each_other()
    {
        queue.AddAfter(A, TimeSpan.FromSeconds(10));
        queue.AddAfter(B, TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(B, await TakeAsync());
        Assert.Null(await TakeAsync());
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(A, await TakeAsync());
    }

    [Fact]
    public async Task A_delay_longer_than_a_timer_can_be_is_kept()
    {
        queue.AddAfter(A, TimeSpan.FromDays(100));
        for (var day = 0; day < 99; day++)
            time.Advance(TimeSpan.FromDays(1));
        Assert.Null(await TakeAsync());
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(A, await TakeAsync());
    }

    [Fact]
    public async Task Failures_pause_a_key_from_5_ms_to_5_minutes_with_at_most_20_tries_in_10_minutes()
    {
        var pauses = new List<TimeSpan>();
        for (var failure = 0; failure < 20; failure++)
        {
            var before = time.GetTimestamp();
            queue.AddAfterFailure(A);
            while (await TakeAsync() is null)
                time.Advance(TimeSpan.FromMilliseconds(1 + pauses.LastOrDefault().TotalMilliseconds / 100));
            pauses.Add(time.GetElapsedTime(before));
            queue.Done(A);
        }
        Assert.InRange(pauses[0].TotalMilliseconds, 4.5, 6);
        Assert.All(pauses, pause => Assert.InRange(pause, TimeSpan.Zero, TimeSpan.FromMinutes(5.1)));
        Assert.InRange(pauses[^1], TimeSpan.FromMinutes(4.4), TimeSpan.FromMinutes(5.1));
        var elapsed = TimeSpan.Zero;
        Assert.InRange(pauses.Count(pause => (elapsed += pause) < TimeSpan.FromMinutes(10)), 10, 19);
    }

    [Fact]
    public async Task A_failure_waits_at_least_as_long_as_the_server_asked()
    {
        queue.AddAfterFailure(A, TimeSpan.FromSeconds(7));
        time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Null(await TakeAsync());
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(A, await TakeAsync());
    }

    [Fact]
    public async Task After_a_success_the_next_failure_is_the_first_and_old_delays_are_forgotten()
    {
        for (var failure = 0; failure < 10; failure++)
            queue.AddAfterFailure(A);
        Assert.Equal(10, queue.Failures(A));
        queue.Add(A);
        await TakeAsync();
        queue.Settle(A, TimeSpan.FromHours(1));
        queue.Done(A);
        Assert.Equal(0, queue.Failures(A));
        time.Advance(TimeSpan.FromMinutes(59));
        Assert.Null(await TakeAsync());
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(A, await TakeAsync());
    }

    [Fact]
    public async Task What_can_wait_comes_with_what_cannot_or_when_it_has_waited()
    {
        queue.AddWithin(A, TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Null(await TakeAsync());
        queue.Add(A);
        Assert.Equal(A, await TakeAsync());
        queue.Settle(A, null);
        queue.Done(A);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await TakeAsync());

        queue.AddWithin(A, TimeSpan.FromSeconds(5));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(A, await TakeAsync());
        // The pass that goes on may have looked already.
        queue.AddWithin(A, TimeSpan.FromSeconds(5));
        queue.Settle(A, null);
        queue.Done(A);
        Assert.Equal(A, await TakeAsync());
    }

    [Fact]
    public async Task What_people_do_comes_before_the_initial_list_which_does_not_starve()
    {
        for (var number = 0; number < 100; number++)
        {
            queue.Add(new("low", $"{number}"), lowPriority: true);
            queue.Add(new("high", $"{number}"));
        }
        var order = new List<string>();
        for (var number = 0; number < 100; number++)
            order.Add((await TakeAsync())!.Value.Namespace);
        Assert.Equal(10, order.Count(lane => lane == "low"));
        Assert.All(order.Take(9), lane => Assert.Equal("high", lane));
    }

    [Fact]
    public async Task A_key_of_the_initial_list_that_changes_moves_ahead_and_still_comes_once()
    {
        queue.Add(A, lowPriority: true);
        queue.Add(B, lowPriority: true);
        queue.Add(B);
        Assert.Equal(B, await TakeAsync());
        Assert.Equal(A, await TakeAsync());
        Assert.Null(await TakeAsync());
    }

    [Fact]
    public async Task Many_workers_and_many_adds_lose_nothing_and_never_share_a_key()
    {
        var running = new System.Collections.Concurrent.ConcurrentDictionary<ResourceKey, int>();
        var wanted = new int[50];
        var seen = new int[50];
        using var stop = new CancellationTokenSource();
        var workers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    var key = await queue.TakeAsync(stop.Token);
                    Assert.True(running.TryAdd(key, 0));
                    var index = int.Parse(key.Name, System.Globalization.CultureInfo.InvariantCulture);
                    Volatile.Write(ref seen[index], Volatile.Read(ref wanted[index]));
                    await Task.Yield();
                    running.TryRemove(key, out var _);
                    queue.Done(key);
                }
            }
            catch (OperationCanceledException)
            {
            }
        })).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() =>
        {
            var random = new Random(seed);
            for (var number = 0; number < 5000; number++)
            {
                var index = random.Next(50);
                Interlocked.Increment(ref wanted[index]);
                queue.Add(new("ns", $"{index}"), lowPriority: number % 3 == 0);
            }
        })));
        await Support.Clusters.Eventually.TrueAsync(() => wanted.SequenceEqual(seen), TimeSpan.FromSeconds(10), "the last value of every key was seen");
        await stop.CancelAsync();
        await Task.WhenAll(workers);
    }

    private async Task<ResourceKey?> TakeAsync()
    {
        using var now = new CancellationTokenSource();
        var take = queue.TakeAsync(now.Token);
        if (!take.IsCompleted)
            await now.CancelAsync();
        try
        {
            return await take;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
