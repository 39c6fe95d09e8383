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

    public void Dispose() => folder.Dispose();
}
