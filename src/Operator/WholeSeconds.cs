namespace Environs.Operator;

/// <summary>Times as metav1.Time has them: in UTC and without fractions. Pure.</summary>
internal static class WholeSeconds
{
    public static DateTime Of(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
}
