using System.Diagnostics;

namespace Environs.Runtime;

/// <summary>The names under which an exporter finds what the runtime measures and traces.</summary>
public static class RuntimeTelemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Environs.Runtime";

    internal static ActivitySource Activities { get; } = new(Name);
}
