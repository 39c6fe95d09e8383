using System.Net;
using System.Net.Sockets;

namespace Environs.Supervisor.Tests.Support;

/// <summary>git's own daemon on loopback, one process per connection as inetd does it, so that no port needs to be guessed.</summary>
public sealed class GitDaemon : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Task accepting;
    private readonly string repositories;

    public GitDaemon(string repositories)
    {
        this.repositories = repositories;
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Address => $"git://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var process = Command.Start("git", ["daemon", "--inetd", "--export-all", "--informative-errors", $"--base-path={repositories}", repositories]))
        {
            var stream = client.GetStream();
            _ = process.StandardError.ReadToEndAsync();
            var request = stream.CopyToAsync(process.StandardInput.BaseStream).ContinueWith(_ => process.StandardInput.Close(), TaskScheduler.Default);
            await process.StandardOutput.BaseStream.CopyToAsync(stream);
            client.Close();
            await request;
        }
    }
}
