using System.Net;
using System.Net.Sockets;

namespace Environs.Supervisor.Ssh;

/// <summary><c>environs ssh-stdio</c>: from kubectl exec to the server, so that ssh needs no port of its own.</summary>
internal static class SshPipe
{
    internal static async Task<int> RunAsync(Stream input, Stream output, TextWriter errors, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, SshSettings.PortFromEnvironment()), cancellation);
        }
        catch (SocketException e)
        {
            await errors.WriteLineAsync($"No SSH server listens in this environment ({e.Message}): it does when spec.sshPublicKeys has a key, and status.sshPublicKeys says what is wrong.");
            return 1;
        }

        try
        {
            await using var server = new NetworkStream(socket);
            _ = Task.Run(async () =>
            {
                await input.CopyToAsync(server, cancellation);
                socket.Shutdown(SocketShutdown.Send);
            }, cancellation);
            await server.CopyToAsync(output, cancellation);
            return 0;
        }
        catch (IOException)
        {
            // Either side has gone.
            return 1;
        }
    }
}
