using System.Globalization;
using System.Text;
using Environs.Gateway.Tests.Login;
using Environs.Gateway.Tests.Support;

namespace Environs.Gateway.Tests.Load;

/// <summary>What checking who asks costs, beside a bare proxy. ENVIRONS_LOAD_SECONDS says how long each is asked (10).</summary>
[Trait("Category", "Slow")]
public sealed class LoadTests(ITestOutputHelper output)
{
    // In turns, so that none has the machine's better moments.
    private const int Turns = 3;

    private static int Seconds => int.TryParse(Environment.GetEnvironmentVariable("ENVIRONS_LOAD_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 10;

    [Fact]
    public async Task It_answers_three_fifths_as_often_as_a_bare_proxy_that_checks_nothing()
    {
        await using var app = await PlainServer.AnswerAsync();
        await using var bare = await PlainServer.ProxyAsync(app.Port);
        await using var issuer = await TestIssuer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(options => OidcTests.UseIssuer(options, issuer));
        var environment = Some.Environment(app.Port);
        environment.Status!.Owner = new() { Name = "ada@example.com" };
        gateway.Environments.Set(environment);
        gateway.Pods.Set(Some.Pod());
        var host = new Uri(gateway.Address(app.Port)).Authority;
        var person = await issuer.TokenAsync(gateway, "ada");
        var token = gateway.Keys.Token(app.Port, name: "ada@example.com");
        using (var client = gateway.Client())
        {
            Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await client.GetAsync(gateway.Address(app.Port))).StatusCode);
            client.DefaultRequestHeaders.Authorization = new("Bearer", person);
            Assert.Equal(PlainServer.Body, await client.GetStringAsync(gateway.Address(app.Port)));
        }

        (string Name, string Url, string[] Headers)[] ways =
        [
            ("the app itself", $"http://127.0.0.1:{app.Port}/", []),
            ("a bare proxy", $"https://127.0.0.1:{bare.Port}/", []),
            ("the gateway, a person's token", $"https://127.0.0.1:{gateway.Options.Port}/", [$"Host: {host}", $"Authorization: Bearer {person}"]),
            ("the gateway, a port's token", $"https://127.0.0.1:{gateway.Options.Port}/", [$"Host: {host}", $"Authorization: Bearer {token}"]),
        ];
        foreach (var (_, url, headers) in ways) await Wrk.RunAsync(url, headers, TimeSpan.FromSeconds(3));
        var measured = ways.Select(_ => new List<Load>()).ToList();
        for (var turn = 0; turn < Turns; turn++)
        {
            for (var way = 0; way < ways.Length; way++) measured[way].Add(await Wrk.RunAsync(ways[way].Url, ways[way].Headers, TimeSpan.FromSeconds(Seconds)));
        }

        var best = measured.ConvertAll(turns => turns.MaxBy(load => load.PerSecond)!);
        var table = new StringBuilder();
        for (var way = 0; way < ways.Length; way++)
            table.Append(CultureInfo.InvariantCulture, $"\n  {ways[way].Name,-32}{best[way].PerSecond,10:0} requests/s   p50 {best[way].Median,8}   p99 {best[way].NinetyNinth,8}   {best[way].PerSecond / best[1].PerSecond,6:0%} of the bare proxy");
        output.WriteLine($"{Wrk.Connections} connections, the best of {Turns} turns of {Seconds} s each:{table}");
        Assert.All(measured.SelectMany(turns => turns), load => Assert.Equal(0, load.Errors));
        Assert.All(best.Skip(2), load => Assert.InRange(load.PerSecond / best[1].PerSecond, 0.6, 2));
    }

    [Fact]
    public async Task It_holds_five_hundred_WebSockets_and_each_has_its_answer()
    {
        await using var upstream = await Upstreams.StartAsync();
        await using var gateway = await TestGateway.StartAsync();
        gateway.Run(upstream);
        var token = gateway.Keys.Token(upstream.Port);
        var sockets = new System.Net.WebSockets.ClientWebSocket[500];
        await Parallel.ForAsync(0, sockets.Length, async (i, _) => sockets[i] = await gateway.WebSocketAsync($"{gateway.Address(upstream.Port)}/socket", bearer: token));
        // Through some looks at whether they still may.
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await Parallel.ForAsync(0, sockets.Length, async (i, stop) =>
        {
            var (sent, received) = (Encoding.UTF8.GetBytes($"socket {i}"), new byte[64]);
            await sockets[i].SendAsync(sent, System.Net.WebSockets.WebSocketMessageType.Text, true, stop);
            var answer = await sockets[i].ReceiveAsync(received, stop);
            Assert.Equal(sent, received[..answer.Count]);
        });
        Assert.Equal(sockets.Length, gateway.Get<Environs.Gateway.Access.OpenRequests>().All.Count());
        foreach (var socket in sockets) socket.Dispose();
    }
}
