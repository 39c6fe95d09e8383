using Environs.Protocol.Gateway;

namespace Environs.Gateway.Logs;

/// <summary>Which log a path and its query ask for. Pure.</summary>
internal static class LogAddress
{
    /// <summary>What all paths of logs start with.</summary>
    public const string Path = "/logs";

    /// <summary>The container that people mean by the environment.</summary>
    private const string Main = "dev";

    private const int LongestName = 256;

    /// <summary>The query without whose it is; null where the path is of no log.</summary>
    public static LogQuery? Parse(PathString path, IQueryCollection query, string? lastEvent)
    {
        var asked = new LogQuery
        {
            Follow = query["follow"].ToString() is "true" or "1",
            FromNow = query["from"] == "now",
            Position = query["position"].ToString() is { Length: > 0 } position ? position : lastEvent ?? "",
        };
        if (!path.StartsWithSegments(Path, StringComparison.Ordinal, out var rest)) return null;
        var parts = rest.Value?.Split('/', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (parts.Any(part => part.Length > LongestName)) return null;
        switch (parts)
        {
            case ["environment"]: asked.Container = Main; break;
            case ["environment", var container]: asked.Container = container; break;
            case ["services", var service]: asked.Service = service; break;
            case ["tasks", var task]: asked.Step = new() { Id = task }; break;
            case ["executions", var execution, var step]: asked.Step = new() { Execution = execution, Id = step }; break;
            default: return null;
        }
        return asked;
    }
}
