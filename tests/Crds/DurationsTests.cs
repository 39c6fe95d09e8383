namespace Environs.Crds.Tests;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("0s", 0)]
    [InlineData("0ms", 0)]
    [InlineData("1ms", 1)]
    [InlineData("90s", 90_000)]
    [InlineData("5m", 300_000)]
    [InlineData("5m5ms", 300_005)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("1h1m1s1ms", 3_661_001)]
    [InlineData("000001s", 1000)]
    [InlineData("24h", 86_400_000)]
    [InlineData("999999h", 3_599_996_400_000)]
    [InlineData("999999h999999m999999s999999ms", 3_599_996_400_000 + 59_999_940_000 + 999_999_000 + 999_999)]
    public void A_duration_is_read(string text, long milliseconds) => Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Durations.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("0")]
    [InlineData("60")]
    [InlineData("s")]
    [InlineData("5 m")]
    [InlineData(" 5m")]
    [InlineData("5m ")]
    [InlineData("5m\n")]
    [InlineData("5M")]
    [InlineData("1d")]
    [InlineData("1.5h")]
    [InlineData("-1s")]
    [InlineData("+1s")]
    [InlineData("1m1h")]
    [InlineData("1s1s")]
    [InlineData("1000000s")]
    [InlineData("١s")]
    [InlineData("PT5M")]
    public void Anything_else_is_none(string? text) => Assert.Null(Durations.Parse(text));
}
