using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Environs.Protocol.Supervision;
using Grpc.Core;
using Grpc.Net.Client;

namespace Environs.Operator.Tests.Supervision;

/// <summary>Dials as a supervisor does: by address, trusting a bundle only, for the name operator.environs.</summary>
internal sealed class Dialler : IDisposable
{
    private readonly GrpcChannel channel;
    private readonly CancellationTokenSource end = new(TimeSpan.FromMinutes(10));

    /// <param name="port">On this host.</param>
    /// <param name="trusted">The authorities.</param>
    /// <param name="token">Null: the call has none.</param>
    /// <param name="from">The address to call from.</param>
    /// <param name="now">When the certificate is judged.</param>
    /// <param name="compress">As gRPC's gzip.</param>
    public Dialler(int port, X509Certificate2Collection trusted, string? token, string from = "127.0.0.1", DateTimeOffset? now = null, bool compress = false)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(trusted);
        policy.VerificationTime = (now ?? DateTimeOffset.UtcNow).UtcDateTime.ToLocalTime();
        policy.VerificationTimeIgnored = false;
        channel = GrpcChannel.ForAddress($"https://operator.environs:{port}", new GrpcChannelOptions
        {
            DisposeHttpClient = true,
            MaxSendMessageSize = null,
            HttpHandler = new SocketsHttpHandler
            {
                // As the supervisor has it.
                KeepAlivePingDelay = TimeSpan.FromSeconds(60),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
                SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy },
                ConnectCallback = async (_, cancellation) =>
                {
                    var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                    await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            },
        });
        var metadata = new Metadata();
        if (token is not null)
            metadata.Add("authorization", $"Bearer {token}");
        if (compress)
            metadata.Add("grpc-internal-encoding-request", "gzip");
        Call = new Environs.Protocol.Supervision.Supervision.SupervisionClient(channel).Connect(metadata, cancellationToken: end.Token);
    }

    public AsyncDuplexStreamingCall<Report, Desired> Call { get; }

    public static X509Certificate2Collection Authorities(string pem)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(pem);
        return authorities;
    }

    public Task SayAsync(Report report) => Call.RequestStream.WriteAsync(report);

    public Task SayAsync(string container, string? boot = null) => SayAsync(new Report { Container = container, Boot = boot ?? "boot-1" });

    /// <summary>The next of what the operator sends.</summary>
    public async Task<Desired> HearAsync() =>
        await Call.ResponseStream.MoveNext(end.Token) ? Call.ResponseStream.Current : throw new InvalidOperationException("The operator has ended the stream.");

    /// <summary>How the stream ends.</summary>
    public async Task<Status> EndAsync()
    {
        try
        {
            while (await Call.ResponseStream.MoveNext(end.Token))
            {
            }
            return Call.GetStatus();
        }
        catch (RpcException error)
        {
            return error.Status;
        }
    }

    public void Dispose()
    {
        end.Cancel();
        Call.Dispose();
        channel.Dispose();
        end.Dispose();
    }
}
