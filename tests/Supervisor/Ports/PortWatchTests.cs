using System.Net;
using System.Net.Sockets;
using Environs.Protocol.Supervision;
using Environs.Supervisor.Ports;

namespace Environs.Supervisor.Tests.Ports;

public sealed class PortWatchTests
{
    [Theory]
    [InlineData("   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0", "127.0.0.1:8080")]
    [InlineData("   1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000", "0.0.0.0:22")]
    [InlineData("   2: 00000000000000000000000000000000:0BB8 00000000000000000000000000000000:0000 0A 0", "[::]:3000")]
    [InlineData("   3: 00000000000000000000000001000000:0BB8 00000000000000000000000000000000:0000 0A 0", "[::1]:3000")]
    [InlineData("   4: 0000000000000000FFFF00000100007F:1F90 00000000000000000000000000000000:0000 0A 0", "127.0.0.1:8080")]
    public void A_socket_that_listens_is_read(string line, string expected) => Assert.Equal(expected, ListeningSockets.Parse(line)?.ToString());

    [Theory]
    [InlineData("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode")]
    [InlineData("   0: 0100007F:1F90 0100007F:A1B2 01 00000000:00000000")]
    [InlineData("   0: 0100007F 00000000:0000 0A 0")]
    [InlineData("   0: 01:1F90 00000000:0000 0A 0")]
    [InlineData("   0: 0100007F:FFFFF 00000000:0000 0A 0")]
    [InlineData("")]
    public void Anything_else_is_none(string line) => Assert.Null(ListeningSockets.Parse(line));

    [Fact]
    public void A_real_port_is_told_with_where_it_listens()
    {
        using var all = new TcpListener(IPAddress.IPv6Any, 0);
        all.Server.DualMode = true;
        all.Start();
        using var own = new TcpListener(IPAddress.Loopback, 0);
        own.Start();
        var watch = new PortWatch("/proc", TimeSpan.FromSeconds(3), TimeProvider.System);

        watch.Look();
        Assert.DoesNotContain(watch.Current, port => port.Port == Port(own));
        watch.Look();

        Assert.Equal(["::"], watch.Current.Single(port => port.Port == Port(all)).Addresses);
        Assert.Equal(["127.0.0.1"], watch.Current.Single(port => port.Port == Port(own)).Addresses);
    }

    [Fact]
    public void One_counts_from_the_second_look_that_sees_it_until_the_second_that_does_not()
    {
        using var network = new TestNetwork();
        var watch = new PortWatch(network.Path, TimeSpan.FromSeconds(3), TimeProvider.System);
        var changes = 0;
        watch.Changed += atOnce => changes += atOnce ? 100 : 1;
        var report = new Report();
        watch.FillIn(report);
        Assert.Null(report.Ports);

        Assert.Equal("", Look(watch, network));
        Assert.Equal("", Look(watch, network, 8080));
        Assert.Equal("8080", Look(watch, network, 8080));
        Assert.Equal("8080", Look(watch, network));
        Assert.Equal("8080", Look(watch, network, 8080));
        Assert.Equal("8080", Look(watch, network));
        Assert.Equal("", Look(watch, network));

        // One that comes and goes is never told.
        Assert.Equal("", Look(watch, network, 9090));
        Assert.Equal("", Look(watch, network));
        Assert.Equal("", Look(watch, network, 9090));
        Assert.Equal(3, changes);
    }

    [Fact]
    public void A_hundred_ports_are_told_at_most_by_their_numbers()
    {
        using var network = new TestNetwork();
        var watch = new PortWatch(network.Path, TimeSpan.FromSeconds(3), TimeProvider.System);
        var many = Enumerable.Range(2000, 150).ToArray();
        Look(watch, network, many);
        Look(watch, network, many);

        Assert.Equal(many.Take(100), watch.Current.Select(port => port.Port));
    }

    [Fact]
    public void They_are_listed_when_their_number_has_changed_and_at_every_tenth_look()
    {
        using var network = new TestNetwork();
        var watch = new PortWatch(network.Path, TimeSpan.FromSeconds(3), TimeProvider.System);
        network.Count(1);
        Look(watch, network, 8080);
        Assert.Equal("8080", Look(watch, network, 8080));
        for (var skipped = 2; skipped <= 9; skipped++) Assert.Equal("8080", Look(watch, network, 9090));
        Assert.Equal("8080", Look(watch, network, 9090));
        Assert.Equal("9090", Look(watch, network, 9090));

        network.Count(0);
        Assert.Equal("9090", Look(watch, network));
        Assert.Equal("", Look(watch, network));
    }

    private static string Look(PortWatch watch, TestNetwork network, params int[] ports)
    {
        network.Listen(ports);
        watch.Look();
        return string.Join(' ', watch.Current.Select(port => port.Port));
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
