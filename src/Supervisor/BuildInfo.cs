using System.Reflection;

namespace Environs.Supervisor;

/// <summary>What was built, from the project's properties.</summary>
internal static class BuildInfo
{
    internal static string Version { get; } = typeof(BuildInfo).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    internal static string Commit { get; } =
        typeof(BuildInfo).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == "Commit")?.Value ?? "";
}
