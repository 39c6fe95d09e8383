using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Environs.Protocol.Gateway;
using Environs.Protocol.Requests;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Options;

namespace Environs.Gateway.Logs;

/// <summary>
/// Dials the operator over TLS, trusts its own authority alone, and says who it is by a token that is for nothing else. A connection comes to
/// any replica: one that does not lead says so, and the next is dialled.
/// </summary>
internal sealed class OperatorLogs(IOptions<GatewayOptions> options, TimeProvider time) : IOperatorLogs
{
    private const string ServerName = "operator.environs";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const int MostDials = 50;

    private static readonly TimeSpan DialAgain = TimeSpan.FromMilliseconds(200);

    public async Task ReadAsync(LogQuery query, Func<LogPart, Task> take, CancellationToken cancellation)
    {
        for (var dials = 1; ; dials++)
        {
            try
            {
                using var channel = Dial();
                using var call = new Protocol.Gateway.Logs.LogsClient(channel).Read(query, new Metadata { { "authorization", $"Bearer {Token()}" } }, cancellationToken: cancellation);
                while (await call.ResponseStream.MoveNext(cancellation))
                {
                    var part = call.ResponseStream.Current;
                    await take(part);
                    if (part.Position.Length > 0) (query.Position, dials) = (part.Position, 0);
                    if (part.End) return;
                }
                return;
            }
            catch (RpcException error) when (error.StatusCode is StatusCode.Unavailable or StatusCode.ResourceExhausted && dials < MostDials && !cancellation.IsCancellationRequested)
            {
                await Task.Delay(DialAgain, time, cancellation);
            }
        }
    }

    private GrpcChannel Dial() => GrpcChannel.ForAddress($"https://{ServerName}", new GrpcChannelOptions
    {
        DisposeHttpClient = true,
        HttpHandler = new SocketsHttpHandler
        {
            // The name that the certificate is checked for comes from the channel's address.
            ConnectCallback = async (_, cancellation) => await ConnectAsync(cancellation),
            ConnectTimeout = options.Value.Limits.ConnectTime,
            KeepAlivePingDelay = TimeSpan.FromSeconds(20),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
            // What a slow reader leaves unread waits at the supervisor, not here.
            InitialHttp2StreamWindowSize = 64 * 1024,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Policy() },
        },
    });

    private async Task<Stream> ConnectAsync(CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            var address = options.Value.OperatorAddress;
            var colon = address.LastIndexOf(':');
            await socket.ConnectAsync(address[..colon], int.Parse(address[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Read each time: kubelet brings another one long before it is over.
    private string Token() => Text("token") is { Length: > 0 } token ? token.Trim() : throw new RpcException(new Status(StatusCode.Unavailable, "there is no token for the operator"));

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        foreach (var name in (string[])["ca.crt", "next-ca.crt", "previous-ca.crt"]) policy.CustomTrustStore.ImportFromPem(Text(name));
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return policy;
    }

    private string Text(string name) => Path.Combine(options.Value.OperatorFolder, name) is var path && File.Exists(path) ? File.ReadAllText(path) : "";
}
