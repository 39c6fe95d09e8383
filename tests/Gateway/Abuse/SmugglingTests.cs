using System.Text;
using Environs.Crds;
using Environs.Gateway.Tests.Support;

namespace Environs.Gateway.Tests.Abuse;

/// <summary>Requests that no client of good will sends, byte by byte.</summary>
public sealed class SmugglingTests : IAsyncLifetime
{
    private Upstreams upstream = null!;
    private TestGateway gateway = null!;

    private string Host => new Uri(gateway.Address(upstream.Port)).Authority;

    public async ValueTask InitializeAsync()
    {
        upstream = await Upstreams.StartAsync();
        gateway = await TestGateway.StartAsync(options => (options.Limits.BodyGrace, options.Limits.HeaderTime) = (TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(2)));
        gateway.Run(upstream, AdmissionLevels.Everyone);
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        await upstream.DisposeAsync();
    }

    [Theory]
    // a body of two lengths: one server would see a second request in it
    [InlineData("Content-Length: 6\r\nContent-Length: 5\r\n\r\nhello!")]
    [InlineData("Content-Length: 5, 5\r\n\r\nhello")]
    [InlineData("Content-Length: -1\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")]
    // a chunk's length that two servers read differently
    [InlineData("Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n")]
    // a header that goes on in the next line, or has a blank before its colon
    [InlineData("X-A: 1\r\n X-B: 2\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("X-A : 1\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("Host: other.example.com\r\nContent-Length: 0\r\n\r\n")]
    public async Task What_two_servers_may_read_differently_is_refused(string rest)
    {
        var answer = await SendAsync($"POST /hash HTTP/1.1\r\nHost: {Host}\r\n{rest}");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(upstream.Requests, seen => seen.Headers.ContainsKey("X-B"));
    }

    [Fact]
    public async Task Of_both_lengths_one_goes_on_and_nothing_after_it_is_a_request()
    {
        var answer = await SendAsync($"POST /hash HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        Assert.DoesNotContain(upstream.Requests, seen => seen.Headers.ContainsKey("Content-Length") && seen.Headers.ContainsKey("Transfer-Encoding"));
        // As a request of its own it may be answered to who sent it; it never rides on somebody else's.
        Assert.True(upstream.Requests.Count(seen => seen.Target == "/smuggled") <= answer.Split("HTTP/1.1 200").Length - 2, answer);
    }

    [Fact]
    public async Task A_length_that_is_read_kindly_goes_on_in_digits()
    {
        await SendAsync($"POST /hash HTTP/1.1\r\nHost: {Host}\r\nContent-Length: +5\r\n\r\nhello");
        Assert.All(upstream.Requests, seen => Assert.Equal("5", seen.Headers["Content-Length"]));
    }

    [Theory]
    [InlineData("GET http://10.0.0.1/secret HTTP/1.1\r\nHost: 10.0.0.1", 404)]
    [InlineData("GET http://other.example.com/ HTTP/1.1\r\nHost: {0}", 400)]
    [InlineData("CONNECT 10.0.0.1:22 HTTP/1.1\r\nHost: 10.0.0.1:22", 404)]
    [InlineData("GET / HTTP/1.1\r\nHost: {0}@evil.com", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: {0}/../x", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: ", 404)]
    [InlineData("GET / HTTP/1.1\r\nX: 1", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1", 404)]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.com\r\nX-Forwarded-Host: {0}", 404)]
    public async Task A_host_that_is_not_ours_leads_nowhere(string request, int status)
    {
        var answer = await SendAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, request, Host) + "\r\n\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Whose_request_it_is_said_to_be_is_not_believed()
    {
        await SendAsync($"""
            GET / HTTP/1.1
            Host: {Host}
            X-Forwarded-For: 10.9.9.9
            X-FORWARDED-HOST: evil.com
            X-Forwarded-Proto: http
            X-Forwarded-Port: 1
            X-Forwarded-User: root
            X_Forwarded_User: root
            Forwarded: for=10.9.9.9;host=evil.com
            X-Real-IP: 10.9.9.9
            X-Original-URL: /admin


            """.ReplaceLineEndings("\r\n"));
        var headers = Assert.Single(upstream.Requests).Headers;
        Assert.Equal(("127.0.0.1", Host, "https"), (headers["X-Forwarded-For"], headers["X-Forwarded-Host"], headers["X-Forwarded-Proto"]));
        Assert.Equal(
            ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Proto"],
            headers.Keys.Where(name => name.Contains("orward", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_for_the_next_hop_ends_here()
    {
        await SendAsync($"""
            GET / HTTP/1.1
            Host: {Host}
            Connection: keep-alive, X-Forwarded-For, X-Forwarded-Host
            Keep-Alive: timeout=1
            Proxy-Authorization: Basic YTpi
            Proxy-Connection: keep-alive
            TE: gzip
            X-End: 1


            """.ReplaceLineEndings("\r\n"));
        var headers = Assert.Single(upstream.Requests).Headers;
        // Nobody talks us out of what we say ourselves.
        Assert.Equal(("127.0.0.1", Host), (headers["X-Forwarded-For"], headers["X-Forwarded-Host"]));
        Assert.Equal("1", headers["X-End"]);
        Assert.DoesNotContain(headers.Keys, name => name is "Connection" or "Keep-Alive" or "Proxy-Authorization" or "Proxy-Connection" or "TE");
    }

    [Theory]
    [InlineData("X-Big: ", 40_000, 1, 431)]
    [InlineData("X-Many-{0}: ", 1, 150, 431)]
    public async Task Headers_have_a_limit(string name, int size, int count, int status)
    {
        var headers = string.Concat(Enumerable.Range(0, count).Select(i => $"{name.Replace("{0}", $"{i}", StringComparison.Ordinal)}{new string('a', size)}\r\n"));
        Assert.StartsWith($"HTTP/1.1 {status} ", await SendAsync($"GET / HTTP/1.1\r\nHost: {Host}\r\n{headers}\r\n"), StringComparison.Ordinal);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task A_body_that_trickles_is_given_up()
    {
        using var stream = await gateway.RawAsync();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /hash HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 1000000\r\n\r\n"));
        var answer = ReadAsync(stream);
        for (var i = 0; i < 40 && !answer.IsCompleted; i++)
        {
            try
            {
                await stream.WriteAsync("a"u8.ToArray());
            }
            catch (IOException)
            {
                break;
            }
            await Task.Delay(250);
        }
        Assert.True(answer.IsCompleted, "the connection is still there after ten seconds");
    }

    [Fact]
    public async Task Headers_that_trickle_are_given_up()
    {
        using var stream = await gateway.RawAsync();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {Host}\r\n"));
        var answer = await ReadAsync(stream).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_has_a_limit()
    {
        await using var small = await TestGateway.StartAsync(options => options.Limits.BodyBytes = 1000);
        small.Run(upstream, AdmissionLevels.Everyone);
        using var client = small.Client();
        using var answer = await client.PostAsync($"{small.Address(upstream.Port)}/hash", new ByteArrayContent(new byte[1001]));
        Assert.Equal(System.Net.HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private async Task<string> SendAsync(string request)
    {
        using var stream = await gateway.RawAsync();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        return await ReadAsync(stream);
    }

    // Until the gateway says no more for a moment.
    private static async Task<string> ReadAsync(Stream stream)
    {
        var (text, buffer) = (new StringBuilder(), new byte[64 * 1024]);
        try
        {
            while (true)
            {
                using var limit = new CancellationTokenSource(text.Length == 0 ? TimeSpan.FromSeconds(15) : TimeSpan.FromSeconds(1));
                if (await stream.ReadAsync(buffer, limit.Token) is not (> 0 and var read)) break;
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
        }
        return text.ToString();
    }
}
