using Environs.Gateway.Access;
using Environs.Gateway.Tokens;
using Microsoft.Extensions.Time.Testing;

namespace Environs.Gateway.Tests.Tokens;

public sealed class TokenMemoryTests
{
    [Fact]
    public void What_was_found_out_of_a_token_holds_for_four_seconds_and_for_that_token_alone()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var memory = new TokenMemory(time);
        var ada = new Caller { Name = "ada" };
        memory.Keep("one", ada);
        memory.Keep("nobody's", null);
        Assert.False(memory.TryFind("another", out _));
        time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.True(memory.TryFind("one", out var caller));
        Assert.Same(ada, caller);
        Assert.True(memory.TryFind("nobody's", out var nobody));
        Assert.Null(nobody);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(memory.TryFind("one", out _));
    }
}
