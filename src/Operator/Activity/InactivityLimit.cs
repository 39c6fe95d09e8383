using Environs.Crds;

namespace Environs.Operator.Activity;

/// <summary>How long nobody may work in an environment. Pure.</summary>
internal static class InactivityLimit
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(30);

    /// <summary>The environment's, else the class's; zero is for ever.</summary>
    public static TimeSpan Of(V1alpha1Environment environment, V1alpha1EnvironmentClass? @class) =>
        Durations.Parse(environment.Spec.Timeout?.Disconnected) ?? Durations.Parse(@class?.Spec.Timeouts?.Disconnected) ?? TimeSpan.Zero;

    /// <summary>That the environment's own is shorter than it may be: a class has no minimum, and what it gives by itself may be asked for, too.</summary>
    public static IEnumerable<FieldError> Errors(V1alpha1Environment environment, V1alpha1EnvironmentClass? @class)
    {
        if (Durations.Parse(environment.Spec?.Timeout?.Disconnected) is not { } limit || limit == TimeSpan.Zero || limit >= Shortest) return [];
        return Durations.Parse(@class?.Spec.Timeouts?.Disconnected) is { } least && least > TimeSpan.Zero && limit >= least
            ? []
            : [new FieldError("spec.timeout.disconnected", EnvironmentRules.ShortInactivity)];
    }

    /// <summary>As people write it.</summary>
    public static string Text(TimeSpan limit)
    {
        var text = $"{(limit.TotalHours >= 1 ? $"{(int)limit.TotalHours}h" : "")}{(limit.Minutes > 0 ? $"{limit.Minutes}m" : "")}{(limit.Seconds > 0 ? $"{limit.Seconds}s" : "")}";
        return text.Length > 0 ? text : $"{limit.TotalMilliseconds:0}ms";
    }
}
