namespace Environs.Supervisor.Tests.Activity;

/// <summary>A time of day that can be set, beside a clock that only goes on.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private TimeSpan passed;
    private DateTimeOffset day = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => day;

    public override long GetTimestamp() => passed.Ticks;

    public void Pass(TimeSpan time) => (passed, day) = (passed + time, day + time);

    public void Set(TimeSpan later) => day += later;
}
