namespace Environs.Support.Faults;

/// <summary>A request that the proxy has seen.</summary>
public sealed record ProxiedRequest(string Method, string Path, string Query, string UserAgent, DateTimeOffset At)
{
    public bool IsWatch => Query.Contains("watch=true", StringComparison.Ordinal);

    public bool IsList => Method == "GET" && !IsWatch && Query.Contains("limit=", StringComparison.Ordinal);

    public bool IsWrite => Method is "POST" or "PUT" or "PATCH" or "DELETE";

    public bool IsLease => Path.Contains("/leases", StringComparison.Ordinal);
}
