using System.Text;
using Environs.Operator.Logs;
using Environs.Operator.Tests.Supervision;
using Environs.Protocol.Gateway;
using Environs.Protocol.Requests;
using Environs.Protocol.Supervision;
using Grpc.Core;
using Grpc.Net.Client;
using k8s;
using k8s.Models;

namespace Environs.Operator.Tests.Logs;

/// <summary>The gateway reads logs of any environment, and nobody else does.</summary>
public sealed class GatewayLogsTests : LogsTest
{
    [Fact]
    public async Task The_gateway_reads_a_log_and_goes_on_from_where_it_was()
    {
        using var supervisor = await ConnectAsync();
        using var call = Read(await AccountAsync(TestOperator.GatewayAccount), position: $"{Pod.Metadata.Uid}/dev/4");
        var first = call.ResponseStream.MoveNext(TestContext.Current.CancellationToken);
        var wish = await AskedAsync(supervisor);
        Assert.Equal((Uid("web"), 4), (wish.Service, wish.Position));
        using var sending = Send();
        await sending.RequestStream.WriteAsync(new LogChunk { Id = wish.Id });
        await sending.RequestStream.WriteAsync(Chunk("two\n", 8));
        await sending.RequestStream.WriteAsync(new LogChunk { Position = 8, End = true });
        await sending.RequestStream.CompleteAsync();
        Assert.True(await first);
        var text = new StringBuilder(call.ResponseStream.Current.Data.ToStringUtf8());
        while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken)) text.Append(call.ResponseStream.Current.Data.ToStringUtf8());
        Assert.Equal("two\n", text.ToString());
        Assert.True(call.ResponseStream.Current is null or { End: true });
    }

    [Theory]
    [InlineData("an environment's pod", StatusCode.Unauthenticated)]
    [InlineData("another account", StatusCode.PermissionDenied)]
    [InlineData("the gateway, for something else", StatusCode.Unauthenticated)]
    [InlineData("nobody", StatusCode.Unauthenticated)]
    [InlineData("the gateway, of another environment of the name", StatusCode.Unavailable)]
    public async Task Nobody_else_does(string who, StatusCode expected)
    {
        var token = who switch
        {
            "an environment's pod" => Token,
            "another account" => await AccountAsync("another"),
            "the gateway, for something else" => await AccountAsync(TestOperator.GatewayAccount, "environs.dev/operator"),
            "nobody" => null,
            _ => await AccountAsync(TestOperator.GatewayAccount),
        };
        using var call = Read(token, uid: who.EndsWith("of the name", StringComparison.Ordinal) ? "another" : null);
        Assert.Equal(expected, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))).StatusCode);
        if (token is not null) Assert.DoesNotContain(token, Operator.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_gateway_asks_as_often_as_it_likes_and_who_only_tries_does_not()
    {
        var token = await AccountAsync(TestOperator.GatewayAccount);
        Assert.Equal([StatusCode.Unavailable], await ManyAsync(token));
        Assert.Equal([StatusCode.Unauthenticated, StatusCode.ResourceExhausted], await ManyAsync($"{token}x"));
        // Nor does it keep the gateway out that others try.
        Assert.Equal([StatusCode.Unavailable], await ManyAsync(token));

        // At once and each on a connection of its own, as after a takeover.
        async Task<IEnumerable<StatusCode>> ManyAsync(string of) => (await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
        {
            using var own = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
            using var channel = GrpcChannel.ForAddress($"https://{Channel.Target}", new GrpcChannelOptions { HttpHandler = own });
            using var call = Read(of, uid: "another", over: channel);
            return (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))).StatusCode;
        }))).Distinct().OrderByDescending(code => code);
    }

    private AsyncServerStreamingCall<LogPart> Read(string? token, string? uid = null, string position = "", GrpcChannel? over = null) => new Protocol.Gateway.Logs.LogsClient(over ?? Channel).Read(
        new LogQuery { Namespace = Here.Namespace, Environment = "demo", Uid = uid ?? Store<Environs.Crds.V1alpha1Environment>().Get(Demo)!.Metadata.Uid, Service = "web", Position = position },
        token is null ? [] : new Metadata { { "authorization", $"Bearer {token}" } });

    private async Task<string> AccountAsync(string name, string audience = GatewayIdentity.Audience)
    {
        await Here.Client.CoreV1.CreateNamespacedServiceAccountAsync(new V1ServiceAccount { Metadata = new() { Name = name } }, Here.Namespace);
        return (await Here.Client.CoreV1.CreateNamespacedServiceAccountTokenAsync(
            new Authenticationv1TokenRequest { Spec = new() { Audiences = [audience], ExpirationSeconds = 600 } }, name, Here.Namespace)).Status.Token;
    }

    private string Uid(string service) => Store<Environs.Crds.V1alpha1Service>().Get(new(Here.Namespace, service))!.Metadata.Uid;
}
