using System.Net;
using System.Net.WebSockets;
using Environs.Crds;
using Environs.Gateway.Access;
using Environs.Gateway.Tests.Support;

namespace Environs.Gateway.Tests.Login;

public sealed class LoginTests : IAsyncLifetime
{
    private const string Sibling = "11111111-1111-1111-1111-111111111111";

    private Upstreams upstream = null!;
    private TestGateway gateway = null!;

    private string Address => gateway.Address(upstream.Port);

    public async ValueTask InitializeAsync()
    {
        upstream = await Upstreams.StartAsync();
        gateway = await TestGateway.StartAsync();
        gateway.Run(upstream);
        gateway.Run(upstream, uid: Sibling);
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        await upstream.DisposeAsync();
    }

    [Fact]
    public async Task Who_logs_in_sees_what_they_came_for()
    {
        using var browser = new Browser(gateway);
        var page = await browser.LogInAsync($"{Address}/docs/%C3%BC?q=1&r=2");
        Assert.Equal((HttpStatusCode.OK, "hello", $"{Address}/docs/%C3%BC?q=1&r=2"), (page.Status, page.Body, new Uri(page.Address).AbsoluteUri));
        Assert.Equal("/docs/%C3%BC?q=1&r=2", Assert.Single(upstream.Requests).Target);
    }

    [Fact]
    public async Task Every_cookie_is_of_one_host_and_for_no_script()
    {
        using var browser = new Browser(gateway);
        var start = await browser.StepAsync(Address);
        var login = await browser.StepAsync(start.Location!);
        await browser.LogInAsync(Address);
        Assert.Equal([.. start.SetCookies, .. login.SetCookies], start.SetCookies);
        foreach (Cookie cookie in browser.Cookies.GetAllCookies())
        {
            Assert.StartsWith("__Host-", cookie.Name, StringComparison.Ordinal);
            Assert.Equal((true, true, "/", false), (cookie.HttpOnly, cookie.Secure, cookie.Path, cookie.Domain.StartsWith('.')));
        }
        Assert.All(start.SetCookies, cookie => Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_second_environment_asks_for_no_second_login()
    {
        using var browser = new Browser(gateway);
        await browser.LogInAsync(Address);
        Assert.Equal("hello", (await browser.GoAsync(gateway.Address(upstream.Port, Sibling))).Body);
    }

    [Fact]
    public async Task A_stranger_learns_nothing_of_what_exists()
    {
        const string missing = "22222222-2222-2222-2222-222222222222";
        using var program = gateway.Client();
        using var one = await program.GetAsync(Address);
        using var two = await program.GetAsync(gateway.Address(upstream.Port, missing));
        Assert.Equal(HttpStatusCode.Unauthorized, one.StatusCode);
        Assert.Equal(await Words(one), await Words(two));

        using var browser = new Browser(gateway);
        var (refused, unknown) = (await browser.LogInAsync(Address, "mallory"), await browser.GoAsync(gateway.Address(upstream.Port, missing)));
        Assert.Equal(HttpStatusCode.NotFound, refused.Status);
        Assert.Equal(WithoutNonce(refused.Body), WithoutNonce(unknown.Body));
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task A_session_is_worth_nothing_on_another_host()
    {
        using var browser = new Browser(gateway);
        await browser.LogInAsync(Address);
        using var client = gateway.Client();
        foreach (var (address, status) in ((string, HttpStatusCode)[])[(Address, HttpStatusCode.OK), (gateway.Address(upstream.Port, Sibling), HttpStatusCode.Unauthorized)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("Cookie", $"{GatewayCookies.Session}={browser.Session(Address)}");
            using var answer = await client.SendAsync(request);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Another_environments_page_cannot_act_for_the_person()
    {
        using var browser = new Browser(gateway);
        await browser.LogInAsync(Address);
        var cookie = $"{GatewayCookies.Session}={browser.Session(Address)}";
        using (var own = await gateway.WebSocketAsync($"{Address}/socket", cookie, Address)) Assert.Equal(WebSocketState.Open, own.State);
        await Assert.ThrowsAsync<WebSocketException>(() => gateway.WebSocketAsync($"{Address}/socket", cookie, gateway.Address(upstream.Port, Sibling)));

        using var client = gateway.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Address}/delete");
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        request.Headers.TryAddWithoutValidation("Origin", gateway.Address(upstream.Port, Sibling));
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain(upstream.Requests, seen => seen.Target == "/delete");
    }

    [Fact]
    public async Task Whoever_logs_out_is_out_everywhere()
    {
        using var browser = new Browser(gateway);
        await browser.LogInAsync(Address);
        await browser.GoAsync(gateway.Address(upstream.Port, Sibling));
        var kept = $"{GatewayCookies.Session}={browser.Session(Address)}";
        using var socket = await gateway.WebSocketAsync($"{Address}/socket", kept, Address);

        Assert.Contains("as ada", (await browser.GoAsync($"{Address}/.environs/logout")).Body, StringComparison.Ordinal);
        var page = await browser.PostAsync(gateway.Address("login") + "/logout", [], gateway.Address("login"));
        Assert.Contains("You are not logged in", page.Body, StringComparison.Ordinal);

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[1], CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10)));
        foreach (var address in (string[])[Address, gateway.Address(upstream.Port, Sibling)])
            Assert.Contains("Who do you want to be?", (await browser.GoAsync(address)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://evil.com")]
    public async Task Nobody_is_logged_out_or_in_by_another_page(string? origin)
    {
        using var browser = new Browser(gateway);
        await browser.LogInAsync(Address);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(gateway.Address("login") + "/logout", [], origin)).Status);
        Assert.Equal("hello", (await browser.GoAsync(Address)).Body);
        var form = new Dictionary<string, string> { ["name"] = "mallory", ["host"] = $"{upstream.Port}--{Some.Uid}", ["challenge"] = new('a', 43) };
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(gateway.Address("login") + "/development", form, origin)).Status);
    }

    [Fact]
    public async Task Somebody_elses_code_logs_nobody_in()
    {
        using var mallory = new Browser(gateway);
        await mallory.LogInAsync(gateway.Address(upstream.Port, Sibling), "mallory");
        // Mallory asks for a code and keeps the link instead of following it.
        var start = await mallory.StepAsync(Address);
        var code = await mallory.StepAsync(start.Location!);
        Assert.StartsWith($"{Address}/.environs/login?code=", code.Location, StringComparison.Ordinal);

        using var victim = new Browser(gateway);
        await victim.StepAsync(Address); // has begun a login of their own
        var page = await victim.GoAsync(code.Location!, "cross-site");
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Null(victim.Session(Address));
    }

    [Fact]
    public async Task A_code_is_good_once_and_on_its_host()
    {
        using var browser = new Browser(gateway);
        await browser.LogInAsync(gateway.Address(upstream.Port, Sibling));
        var start = await browser.StepAsync(Address);
        var startCookie = browser.Cookies.GetCookies(new Uri(Address))[GatewayCookies.Start]!.Value;
        var code = new Uri((await browser.StepAsync(start.Location!)).Location!).Query;

        Assert.Equal(HttpStatusCode.BadRequest, await TakeAsync(gateway.Address(upstream.Port, Sibling)));
        Assert.Equal(HttpStatusCode.Redirect, await TakeAsync(Address));
        Assert.Equal(HttpStatusCode.BadRequest, await TakeAsync(Address));

        async Task<HttpStatusCode> TakeAsync(string address)
        {
            using var client = gateway.Client();
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{address}/.environs/login{code}");
            request.Headers.TryAddWithoutValidation("Cookie", $"{GatewayCookies.Start}={startCookie}");
            using var answer = await client.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("host=evil.com&challenge=@")]
    [InlineData("host=3000--x.evil.com&challenge=@")]
    [InlineData("host=//evil.com&challenge=@")]
    [InlineData($"host=3000--{Some.Uid}.evil.com%2f&challenge=@")]
    [InlineData($"host=3000--{Some.Uid}")]
    [InlineData($"host=3000--{Some.Uid}&challenge=short")]
    [InlineData("challenge=@")]
    public async Task The_login_sends_nobody_out_of_the_domain(string query)
    {
        using var browser = new Browser(gateway);
        await browser.LogInAsync(Address);
        var page = await browser.StepAsync($"{gateway.Address("login")}/start?{query.Replace("@", new string('a', 43), StringComparison.Ordinal)}");
        Assert.Equal((HttpStatusCode.BadRequest, null), (page.Status, page.Location));
    }

    [Theory]
    [InlineData("//evil.com/", "/")]
    [InlineData("/%2f/evil.com", "/%2f/evil.com")]
    [InlineData("/\\evil.com", "/")]
    [InlineData("https://evil.com", "/")]
    [InlineData("/.environs/logout", "/")]
    [InlineData("/a\r\nSet-Cookie: x", "/")]
    [InlineData("", "/")]
    [InlineData("/a?b=//evil.com", "/a?b=//evil.com")]
    public void One_returns_to_a_path_of_the_same_host(string wanted, string path) => Assert.Equal(path, Environs.Gateway.Login.Arrival.ReturnTo(wanted));

    [Fact]
    public async Task A_cookie_that_a_sibling_has_tossed_makes_nobody_somebody_else()
    {
        using var victim = new Browser(gateway);
        using var mallory = new Browser(gateway);
        await victim.LogInAsync(Address);
        await mallory.LogInAsync(Address, "mallory");
        using var client = gateway.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, Address);
        request.Headers.TryAddWithoutValidation("Cookie", $"{GatewayCookies.Session}={mallory.Session(Address)}; {GatewayCookies.Session}={victim.Session(Address)}");
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task No_token_and_no_session_is_in_an_address()
    {
        using var browser = new Browser(gateway);
        await browser.LogInAsync(Address);
        Assert.DoesNotContain(browser.Visited, address => address.Contains(browser.Session(Address)!, StringComparison.Ordinal));
        Assert.DoesNotContain("code=", gateway.Logged.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_frame_nobody_is_sent_to_log_in()
    {
        using var client = gateway.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, Address);
        foreach (var (name, value) in ((string, string)[])[("Accept", "text/html"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "iframe"), ("Sec-Fetch-Site", "same-site")])
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Everyone_needs_no_login()
    {
        gateway.Run(upstream, AdmissionLevels.Everyone);
        using var browser = new Browser(gateway);
        Assert.Equal("hello", (await browser.GoAsync(Address)).Body);
        Assert.Empty(browser.Cookies.GetAllCookies());
    }

    [Fact]
    public async Task An_organization_is_what_the_login_says()
    {
        gateway.Run(upstream, AdmissionLevels.Organization);
        using var member = new Browser(gateway);
        using var stranger = new Browser(gateway);
        Assert.Equal(HttpStatusCode.OK, (await member.LogInAsync(Address, "alan", "acme")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.LogInAsync(Address, "alan", "other")).Status);
    }

    [Fact]
    public async Task Pages_run_nothing_and_sit_in_no_frame()
    {
        using var client = gateway.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, gateway.Address("login"));
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        using var answer = await client.SendAsync(request);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.EndsWith("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
    }

    private static async Task<string> Words(HttpResponseMessage answer) =>
        $"{answer.StatusCode} {string.Join('|', answer.Headers.Where(header => header.Key != "Date").Select(header => $"{header.Key}={string.Join(',', header.Value)}"))} {await answer.Content.ReadAsStringAsync()}";

    private static string WithoutNonce(string body) => System.Text.RegularExpressions.Regex.Replace(body, "nonce=\"[^\"]*\"", "");
}
