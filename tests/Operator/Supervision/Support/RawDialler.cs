using Grpc.Core;
using Grpc.Net.Client;

namespace Environs.Operator.Tests.Supervision;

/// <summary>Calls the stream with bytes of any kind as its messages.</summary>
internal sealed class RawDialler : IDisposable
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    private static readonly Method<byte[], byte[]> Connect =
        new(MethodType.DuplexStreaming, "environs.supervision.v1.Supervision", "Connect", Bytes, Bytes);

    private readonly HttpClientHandler handler = new() { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
    private readonly GrpcChannel channel;
    private readonly AsyncDuplexStreamingCall<byte[], byte[]> call;

    public RawDialler(TestOperator @operator, string token)
    {
        channel = GrpcChannel.ForAddress($"https://127.0.0.1:{@operator.Port}", new GrpcChannelOptions { HttpHandler = handler });
        var options = new CallOptions(new Metadata { { "authorization", $"Bearer {token}" } });
        call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(Connect, null, options);
    }

    public Task SayAsync(byte[] message) => call.RequestStream.WriteAsync(message);

    public async Task<Status> EndAsync()
    {
        try
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
            }
            return call.GetStatus();
        }
        catch (RpcException error)
        {
            return error.Status;
        }
    }

    public void Dispose()
    {
        call.Dispose();
        channel.Dispose();
        handler.Dispose();
    }
}
