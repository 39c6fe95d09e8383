using System.Net;
using System.Text.Json.Nodes;
using Environs.Crds;
using Environs.Gateway.Access;
using Environs.Gateway.Routing;
using Environs.Gateway.Tests.Support;
using Environs.Gateway.Tokens;

namespace Environs.Gateway.Tests.Tokens;

public sealed class TokenDeskTests : IAsyncLifetime
{
    private const string Sibling = "11111111-1111-1111-1111-111111111111";

    private Upstreams upstream = null!;
    private TestGateway gateway = null!;

    private string Port => gateway.Address(upstream.Port);

    private string Environment => gateway.Address(new GatewayHost(0, Some.Uid).Label);

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

    [Theory]
    [InlineData("port", 200, 401, 401)]
    [InlineData("environment", 200, 401, 401)]
    // Who may read the logs asks for one that is not there.
    [InlineData("logs", 401, 404, 401)]
    public async Task A_token_is_for_its_use_and_for_its_environment(string use, int port, int logs, int sibling)
    {
        using var browser = new Browser(gateway);
        var (status, token) = await AskAsync(browser, use == "port" ? Port : Environment, $"?use={use}&lifetime=600");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            (port, logs, sibling),
            (await GetAsync(Port, token), await GetAsync($"{Environment}/x", token), await GetAsync(gateway.Address(upstream.Port, Sibling), token)));
        // Not for another token, with which it would never end.
        Assert.Equal(use == "logs" ? 401 : 403, await PostAsync($"{Port}{TokenDesk.Path}", token));
        if (use == "logs") Assert.Equal(403, await PostAsync($"{Environment}{TokenDesk.Path}?use=logs", token));
        Assert.DoesNotContain(token.Split('.')[1], gateway.Logged.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_with_the_login_that_it_was_made_by()
    {
        using var browser = new Browser(gateway);
        var (_, token) = await AskAsync(browser, Port, "");
        Assert.Equal(200, await GetAsync(Port, token));
        await browser.PostAsync($"{gateway.Address("login")}/logout", [], gateway.Address("login"));
        Assert.Equal(401, await GetAsync(Port, token));
    }

    [Fact]
    public async Task It_is_worth_what_its_person_may_at_the_moment()
    {
        using var browser = new Browser(gateway);
        var (_, token) = await AskAsync(browser, Port, "");
        gateway.Run(upstream, AdmissionLevels.CreatorOnly);
        Assert.Equal(404, await GetAsync(Port, token));
    }

    [Theory]
    [InlineData("?use=logs")]
    [InlineData("?use=environment")]
    [InlineData("?lifetime=3601")]
    [InlineData("?lifetime=0")]
    public async Task An_apps_host_gives_no_more_than_its_port_and_none_for_longer_than_an_hour(string query)
    {
        using var browser = new Browser(gateway);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(browser, Port, query)).Status);
    }

    [Fact]
    public async Task Nobody_is_given_one_who_may_not_come_in_or_does_not_ask_from_the_same_host()
    {
        Assert.Equal(401, await PostAsync($"{Port}{TokenDesk.Path}", null));
        using (var stranger = new Browser(gateway)) Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(stranger, Port, "", "mallory")).Status);
        using var browser = new Browser(gateway);
        await browser.LogInAsync(Environment);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.PostAsync($"{Environment}{TokenDesk.Path}?use=environment", [], Port)).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await browser.GoAsync($"{Environment}{TokenDesk.Path}?use=logs")).Status);
        gateway.Run(upstream, AdmissionLevels.Everyone);
        Assert.Equal(401, await PostAsync($"{Port}{TokenDesk.Path}", null));
        Assert.Equal(401, await PostAsync($"{Environment}{TokenDesk.Path}?use=logs", null));
    }

    [Fact]
    public async Task It_does_not_outlast_the_proof_it_was_given_for()
    {
        var now = DateTimeOffset.UtcNow;
        var (token, expires) = gateway.Get<AccessTokens>().Make(new Caller { Name = "ada", Expires = now.AddMinutes(5) }, new(TokenUse.Logs, Some.Uid), TimeSpan.FromHours(1))!.Value;
        Assert.InRange(expires, now.AddMinutes(4.9), now.AddMinutes(5.1));
        Assert.InRange((await gateway.Get<AccessTokens>().OfAsync(token))!.Expires, now.AddMinutes(4.9), now.AddMinutes(5.1));
    }

    private static async Task<(HttpStatusCode Status, string Token)> AskAsync(Browser browser, string host, string query, string name = "ada")
    {
        await browser.LogInAsync(host, name);
        var page = await browser.PostAsync($"{host}{TokenDesk.Path}{query}", [], host);
        return (page.Status, page.Status == HttpStatusCode.OK ? JsonNode.Parse(page.Body)!["token"]!.GetValue<string>() : "");
    }

    private Task<int> GetAsync(string address, string token) => SendAsync(HttpMethod.Get, address, token);

    private Task<int> PostAsync(string address, string? token) => SendAsync(HttpMethod.Post, address, token);

    private async Task<int> SendAsync(HttpMethod method, string address, string? token)
    {
        using var client = gateway.Client();
        using var request = new HttpRequestMessage(method, address);
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        using var answer = await client.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
