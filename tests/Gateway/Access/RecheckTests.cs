using System.Net;
using System.Net.WebSockets;
using Environs.Crds;
using Environs.Gateway.Routing;
using Environs.Gateway.Tests.Support;

namespace Environs.Gateway.Tests.Access;

/// <summary>What is open ends when who opened it may not come in any more.</summary>
public sealed class RecheckTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("another owner")]
    [InlineData("a narrower level")]
    [InlineData("the port withdrawn")]
    [InlineData("the environment gone")]
    [InlineData("the token over")]
    public async Task A_websocket_ends_with_the_right_to_it(string how)
    {
        await using var upstream = await Upstreams.StartAsync();
        await using var gateway = await TestGateway.StartAsync();
        var environment = gateway.Run(upstream);
        var lifetime = how == "the token over" ? TimeSpan.FromSeconds(8) : TimeSpan.FromMinutes(10);
        using var socket = await gateway.WebSocketAsync($"{gateway.Address(upstream.Port)}/socket", bearer: gateway.Keys.Token(upstream.Port, lifetime: lifetime));
        await EchoAsync(socket);

        Change(gateway, environment, how);
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[10], CancellationToken.None).WaitAsync(Limit + (how == "the token over" ? lifetime : TimeSpan.Zero)));
    }

    [Fact]
    public async Task One_that_may_stay_stays()
    {
        await using var upstream = await Upstreams.StartAsync();
        await using var gateway = await TestGateway.StartAsync();
        var environment = gateway.Run(upstream);
        using var socket = await gateway.WebSocketAsync($"{gateway.Address(upstream.Port)}/socket", bearer: gateway.Keys.Token(upstream.Port));
        gateway.Environments.Set(environment with { Spec = environment.Spec! with { Admission = AdmissionLevels.Everyone } });
        await Task.Delay(500);
        await EchoAsync(socket);
    }

    [Fact]
    public async Task A_stream_of_events_ends_too()
    {
        await using var upstream = await Upstreams.StartAsync();
        await using var gateway = await TestGateway.StartAsync();
        var environment = gateway.Run(upstream);
        using var client = gateway.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", gateway.Keys.Token(upstream.Port));
        var answer = client.GetAsync($"{gateway.Address(upstream.Port)}/slow");
        while (upstream.Requests.IsEmpty) await Task.Delay(10);
        gateway.Environments.Remove(environment);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.SwitchingProtocols)]
    [InlineData(false, HttpStatusCode.Unauthorized)]
    public async Task A_websocket_needs_a_proof_like_everything(bool proves, HttpStatusCode status)
    {
        await using var upstream = await Upstreams.StartAsync();
        await using var gateway = await TestGateway.StartAsync();
        gateway.Run(upstream);
        var address = $"{gateway.Address(upstream.Port)}/socket";
        if (proves)
        {
            using var socket = await gateway.WebSocketAsync(address, bearer: gateway.Keys.Token(upstream.Port));
            Assert.Equal(WebSocketState.Open, socket.State);
        }
        else
        {
            var error = await Assert.ThrowsAsync<WebSocketException>(() => gateway.WebSocketAsync(address));
            Assert.Contains($"{(int)status}", error.Message, StringComparison.Ordinal);
        }
    }

    private static void Change(TestGateway gateway, RoutedEnvironment environment, string how)
    {
        switch (how)
        {
            case "another owner": gateway.Environments.Set(environment with { Status = environment.Status! with { Owner = new() { Name = "alan" } } }); break;
            case "a narrower level": gateway.Environments.Set(environment with { Spec = environment.Spec! with { Admission = AdmissionLevels.CreatorOnly } }); break;
            case "the port withdrawn": gateway.Environments.Set(environment with { Spec = environment.Spec! with { Ports = [] } }); break;
            case "the environment gone": gateway.Environments.Remove(environment); break;
        }
    }

    private static async Task EchoAsync(ClientWebSocket socket)
    {
        await socket.SendAsync("hi"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        var buffer = new byte[10];
        Assert.Equal(2, (await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20))).Count);
    }
}
