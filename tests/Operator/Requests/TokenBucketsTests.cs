using Environs.Operator.Requests;
using Microsoft.Extensions.Time.Testing;

namespace Environs.Operator.Tests.Requests;

public sealed class TokenBucketsTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void So_much_at_once_and_so_much_more_each_second()
    {
        var buckets = new TokenBuckets(10, 2, time);
        Assert.True(buckets.TryTake("a", 10));
        Assert.False(buckets.TryTake("a", 1));
        Assert.True(buckets.TryTake("b", 10));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(buckets.TryTake("a", 3));
        Assert.True(buckets.TryTake("a", 2));
        time.Advance(TimeSpan.FromHours(1));
        Assert.False(buckets.TryTake("a", 11));
        Assert.True(buckets.TryTake("a", 10));
    }

    [Fact]
    public void Callers_without_number_do_not_fill_the_memory_and_are_let_in_again_later()
    {
        var buckets = new TokenBuckets(10, 1, time);
        for (var i = 0; i < 10_000; i++) Assert.True(buckets.TryTake($"{i}", 1));
        Assert.False(buckets.TryTake("one more", 1));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(buckets.TryTake("one more", 1));
    }
}
