using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using Environs.Crds;
using Environs.Gateway.Tests.Support;

namespace Environs.Gateway.Tests.Forwarding;

public sealed class ForwardingTests
{
    [Theory]
    [InlineData("1.1", false)]
    [InlineData("2.0", false)]
    [InlineData("1.1", true)]
    [InlineData("2.0", true)]
    public async Task A_request_reaches_the_app_as_it_was_written(string version, bool tls)
    {
        await using var upstream = await Upstreams.StartAsync(tls);
        await using var gateway = await TestGateway.StartAsync();
        gateway.Run(upstream, AdmissionLevels.Everyone, protocol: tls ? PortProtocols.Https : null);
        using var client = gateway.Client(version: Version.Parse(version));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{gateway.Address(upstream.Port)}/a%2Fb/%C3%BC/c//d?q=%20x+y&z", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TryAddWithoutValidation("X-App", "1");
        request.Headers.TryAddWithoutValidation("Cookie", "app=1");
        using var answer = await client.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, "hello", Version.Parse(version)), (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Version));
        var seen = Assert.Single(upstream.Requests);
        Assert.Equal(("GET", "/a%2Fb/%C3%BC/c//d?q=%20x+y&z", "1", "app=1"), (seen.Method, seen.Target, seen.Headers["X-App"], seen.Headers["Cookie"]));
        var authority = new Uri(gateway.Address(upstream.Port)).Authority;
        Assert.Equal(
            (authority, authority, "https", $"{gateway.Options.PublicPort}", "127.0.0.1"),
            (seen.Headers["Host"], seen.Headers["X-Forwarded-Host"], seen.Headers["X-Forwarded-Proto"], seen.Headers["X-Forwarded-Port"], seen.Headers["X-Forwarded-For"]));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Events_come_one_by_one(string version)
    {
        await using var upstream = await Upstreams.StartAsync();
        await using var gateway = await TestGateway.StartAsync();
        gateway.Run(upstream, AdmissionLevels.Everyone);
        using var client = gateway.Client(version: Version.Parse(version));
        using var answer = await client.GetAsync($"{gateway.Address(upstream.Port)}/events", HttpCompletionOption.ResponseHeadersRead);
        var watch = Stopwatch.StartNew();
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("data: 0", await reader.ReadLineAsync());
        Assert.True(watch.ElapsedMilliseconds < 250, $"the first came after {watch.ElapsedMilliseconds} ms, with the last");
        Assert.Equal("\ndata: 1\n\ndata: 2\n\n", await reader.ReadToEndAsync());
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_large_upload_arrives_whole(string version)
    {
        await using var upstream = await Upstreams.StartAsync();
        await using var gateway = await TestGateway.StartAsync();
        gateway.Run(upstream, AdmissionLevels.Everyone);
        using var client = gateway.Client(version: Version.Parse(version));
        var body = RandomNumberGenerator.GetBytes(64 * 1024 * 1024);
        using var answer = await client.PostAsync($"{gateway.Address(upstream.Port)}/hash", new ByteArrayContent(body));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(body)), await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_long_poll_is_waited_for()
    {
        await using var upstream = await Upstreams.StartAsync();
        await using var gateway = await TestGateway.StartAsync();
        gateway.Run(upstream, AdmissionLevels.Everyone);
        using var client = gateway.Client();
        Assert.Equal("late", await client.GetStringAsync($"{gateway.Address(upstream.Port)}/slow"));
    }

    [Fact]
    public async Task A_websocket_echoes_a_message_of_a_megabyte()
    {
        await using var upstream = await Upstreams.StartAsync();
        await using var gateway = await TestGateway.StartAsync();
        gateway.Run(upstream, AdmissionLevels.Everyone);
        using var socket = await gateway.WebSocketAsync($"{gateway.Address(upstream.Port)}/socket");
        var sent = RandomNumberGenerator.GetBytes(1024 * 1024);
        await socket.SendAsync(sent, WebSocketMessageType.Binary, true, CancellationToken.None);
        var (received, buffer) = (new MemoryStream(), new byte[64 * 1024]);
        while (received.Length < sent.Length)
        {
            var part = await socket.ReceiveAsync(buffer, new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);
            received.Write(buffer, 0, part.Count);
        }
        Assert.Equal(sent, received.ToArray());
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    [Fact]
    public async Task An_apps_own_authorization_reaches_it()
    {
        await using var upstream = await Upstreams.StartAsync();
        await using var gateway = await TestGateway.StartAsync();
        gateway.Run(upstream, AdmissionLevels.Everyone);
        using var client = gateway.Client();
        const string jwtOfSomebodyElse = "Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJhcHAiLCJhdWQiOiJhcHAifQ.";
        foreach (var own in (string[])["Basic YTpi", "Bearer opaque", jwtOfSomebodyElse])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, gateway.Address(upstream.Port));
            request.Headers.TryAddWithoutValidation("Authorization", own);
            using var answer = await client.SendAsync(request);
            Assert.Equal(own, upstream.Requests.Last().Headers["Authorization"]);
        }
    }

    [Fact]
    public async Task Ours_never_reaches_an_app_valid_or_not()
    {
        await using var upstream = await Upstreams.StartAsync();
        await using var gateway = await TestGateway.StartAsync();
        gateway.Run(upstream, AdmissionLevels.Everyone);
        using var client = gateway.Client();
        var token = gateway.Keys.Token(upstream.Port);
        using var request = new HttpRequestMessage(HttpMethod.Get, gateway.Address(upstream.Port));
        request.Headers.TryAddWithoutValidation("Authorization", $"bearer {token}x");
        request.Headers.TryAddWithoutValidation("X-Environs-Authorization", $"Bearer {token}");
        request.Headers.TryAddWithoutValidation("Cookie", $"a=1; __Host-environs-token={token}; __Host-environs=x");
        using var answer = await client.SendAsync(request);
        var seen = Assert.Single(upstream.Requests);
        Assert.Equal("a=1", seen.Headers["Cookie"]);
        Assert.DoesNotContain(seen.Headers, header => header.Value.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_own_header_lets_in_and_leaves_the_apps_authorization_alone()
    {
        await using var upstream = await Upstreams.StartAsync();
        await using var gateway = await TestGateway.StartAsync();
        gateway.Run(upstream);
        using var client = gateway.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, gateway.Address(upstream.Port));
        request.Headers.TryAddWithoutValidation("Authorization", "Basic YTpi");
        request.Headers.TryAddWithoutValidation("X-Environs-Authorization", $"Bearer {gateway.Keys.Token(upstream.Port)}");
        using var answer = await client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, "Basic YTpi"), (answer.StatusCode, upstream.Requests.Single().Headers["Authorization"]));
    }

    [Fact]
    public async Task An_app_sets_its_own_cookies_and_none_of_ours()
    {
        await using var upstream = await Upstreams.StartAsync();
        await using var gateway = await TestGateway.StartAsync();
        gateway.Run(upstream, AdmissionLevels.Everyone);
        using var client = gateway.Client();
        using var answer = await client.GetAsync($"{gateway.Address(upstream.Port)}/cookies");
        Assert.Equal(["app=1; Path=/"], answer.Headers.GetValues("Set-Cookie"));
    }

    [Fact]
    public async Task Where_nothing_listens_it_says_so()
    {
        await using var gateway = await TestGateway.StartAsync();
        var port = FreePort.Next();
        gateway.Environments.Set(Some.Environment(port, AdmissionLevels.Everyone));
        gateway.Pods.Set(Some.Pod());
        using var client = gateway.Client();
        using var answer = await client.GetAsync(gateway.Address(port));
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.StartsWith($"Nothing answers on port {port}.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_the_spec_does_not_have_is_not_reached()
    {
        await using var upstream = await Upstreams.StartAsync();
        await using var gateway = await TestGateway.StartAsync();
        gateway.Environments.Set(Some.Environment(3000, AdmissionLevels.Everyone));
        gateway.Pods.Set(Some.Pod());
        using var client = gateway.Client();
        using var answer = await client.GetAsync(gateway.Address(upstream.Port));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task An_environment_has_no_more_requests_open_than_its_limit()
    {
        await using var upstream = await Upstreams.StartAsync();
        await using var gateway = await TestGateway.StartAsync(options => options.Limits.PerEnvironment = 2);
        gateway.Run(upstream, AdmissionLevels.Everyone);
        using var client = gateway.Client();
        var address = gateway.Address(upstream.Port);
        var slow = Enumerable.Range(0, 2).Select(_ => client.GetAsync($"{address}/slow")).ToList();
        while (upstream.Requests.Count < 2) await Task.Delay(10);
        using (var refused = await client.GetAsync(address)) Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        foreach (var answer in await Task.WhenAll(slow)) Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var later = await client.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }
}
