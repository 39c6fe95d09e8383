using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;

namespace Environs.Supervisor.Link;

/// <summary>Makes the channel to the operator: HTTP/2 over TLS, dialled by address, checked by name and by the endpoint's CAs alone.</summary>
internal static class OperatorChannel
{
    private const int LargestDesired = 16 * 1024 * 1024;
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    internal static GrpcChannel To(Endpoint endpoint, LinkSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            // The name that the certificate is checked for comes from the channel's address.
            ConnectCallback = async (_, cancellation) => await DialAsync(endpoint, cancellation),
            ConnectTimeout = settings.ConnectTimeout,
            KeepAlivePingDelay = settings.KeepAlive,
            KeepAlivePingTimeout = settings.KeepAliveTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Policy(endpoint.Authorities) },
        };
        var address = string.Create(CultureInfo.InvariantCulture, $"https://{Endpoint.Name}:{endpoint.Address.Port}");
        return GrpcChannel.ForAddress(
            address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true, MaxReceiveMessageSize = LargestDesired });
    }

    private static async Task<Stream> DialAsync(Endpoint endpoint, CancellationToken cancellation)
    {
        var socket = new Socket(endpoint.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint.Address, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static X509ChainPolicy Policy(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // The CAs are the operator's own: they publish no revocations and nothing to download.
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return policy;
    }
}
