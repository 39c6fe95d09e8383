using System.Net;
using System.Net.Sockets;

namespace Environs.Supervisor.Tests.Link;

/// <summary>A wire to a server that can be cut: then connections stay, and nothing comes through any more.</summary>
internal sealed class TestWire : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource over = new();
    private readonly IPEndPoint server;
    private readonly Task accepting;
    private volatile bool cut;

    internal TestWire(IPEndPoint server)
    {
        this.server = server;
        listener.Start();
        accepting = AcceptAsync();
    }

    internal IPEndPoint Address => (IPEndPoint)listener.LocalEndpoint;

    internal void Cut() => cut = true;

    /// <summary>For new connections.</summary>
    internal void Mend() => cut = false;

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await accepting;
        listener.Dispose();
        over.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carrying = new List<Task>();
        try
        {
            while (true) carrying.Add(ConnectAsync(await listener.AcceptTcpClientAsync(over.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(carrying);
        }
    }

    private async Task ConnectAsync(TcpClient client)
    {
        using var _ = client;
        using var there = new TcpClient();
        await there.ConnectAsync(server);
        await Task.WhenAll(CarryAsync(client.GetStream(), there.GetStream()), CarryAsync(there.GetStream(), client.GetStream()));
    }

    private async Task CarryAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, over.Token) is > 0 and var count)
            {
                // What is cut once stays so.
                if (cut) await Task.Delay(Timeout.Infinite, over.Token);
                await to.WriteAsync(buffer.AsMemory(0, count), over.Token);
            }

            to.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Gone.
        }
    }
}
