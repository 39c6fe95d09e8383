using Environs.Supervisor.Tests.Support;

namespace Environs.Supervisor.Tests.Ports;

/// <summary>What /proc would tell of a network in which what the test says listens.</summary>
public sealed class TestNetwork : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TestNetwork() => Directory.CreateDirectory(folder["net"]);

    public string Path => folder.Path;

    public void Listen(IEnumerable<int> ports) =>
        File.WriteAllLines(folder["net/tcp"], ["  sl  local_address", .. ports.Select((port, i) => $"  {i}: 00000000:{port:X4} 00000000:0000 0A 00000000:00000000")]);

    public void Count(int sockets) => File.WriteAllLines(folder["net/sockstat"], ["sockets: used 99", $"TCP: inuse {sockets} orphan 0 tw 0 alloc 99 mem 1", "UDP: inuse 0 mem 0"]);

    public void Dispose() => folder.Dispose();
}
