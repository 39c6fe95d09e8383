using Environs.Runtime.Informers;

namespace Environs.Runtime.Tests.Informers;

public sealed class BackoffTests
{
    private readonly Backoff backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), new Random(1));

    [Fact]
    public void Pauses_double_with_jitter_up_to_the_limit_and_start_again()
    {
        foreach (var whole in new[] { 1, 2, 4, 8, 10, 10, 10 })
            Assert.InRange(backoff.Next().TotalSeconds, whole / 2.0, whole);
        backoff.Reset();
        Assert.InRange(backoff.Next().TotalSeconds, 0.5, 1);
    }

    [Fact]
    public void The_server_may_ask_for_more_but_not_for_less()
    {
        Assert.Equal(20, backoff.Next(TimeSpan.FromSeconds(20)).TotalSeconds);
        Assert.InRange(backoff.Next(TimeSpan.FromMilliseconds(1)).TotalSeconds, 1, 2);
    }
}
