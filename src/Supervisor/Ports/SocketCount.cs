namespace Environs.Supervisor.Ports;

/// <summary>
/// How many TCP sockets a network namespace has, which the kernel knows. To list them it looks through the connections of the whole node: 4 ms
/// each time, and three quarters of what an idle supervisor costs.
/// </summary>
internal static class SocketCount
{
    /// <summary>The numbers of IPv4 and IPv6, to be compared; null where it is not told.</summary>
    /// <param name="folder">Where /proc is mounted.</param>
    internal static string? Read(string folder) => InUse(Path.Combine(folder, "net/sockstat"), "TCP:") is { } four ? $"{four} {InUse(Path.Combine(folder, "net/sockstat6"), "TCP6:")}" : null;

    // TCP: inuse 3 orphan 0 tw 0 alloc 9 mem 1
    private static string? InUse(string path, string name) =>
        File.Exists(path) && File.ReadLines(path).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(' ') is [_, "inuse", var number, ..] ? number : null;
}
