using Environs.Operator.Logs;
using Environs.Protocol.Supervision;

namespace Environs.Operator.Tests.Logs;

public sealed class LogPlaceTests
{
    private static readonly LogPlace Place = new(new("team", "demo"), "pod-uid", "dev", new LogWish());

    [Theory]
    [InlineData("pod-uid/dev/0", 0L)]
    [InlineData("pod-uid/dev/9223372036854775807", long.MaxValue)]
    [InlineData("pod-uid/dev/9223372036854775808", null)]
    [InlineData("pod-uid/dev/-1", null)]
    [InlineData("pod-uid/dev/", null)]
    [InlineData("pod-uid/dev/1/2", null)]
    [InlineData("pod-uid/machine/1", null)]
    [InlineData("other-uid/dev/1", null)]
    [InlineData("1", null)]
    [InlineData("", null)]
    public void A_position_counts_in_its_place_alone(string mark, long? position) => Assert.Equal(position, Place.Position(mark));

    [Fact]
    public void A_position_is_found_again() => Assert.Equal(42, Place.Position(Place.Mark(42)));
}
