using System.Net;
using Environs.Crds;
using Environs.Gateway.Tests.Support;

namespace Environs.Gateway.Tests.Login;

/// <summary>With a real issuer: people by the code flow, programs by its tokens.</summary>
public sealed class OidcTests : IAsyncLifetime
{
    private TestIssuer issuer = null!;
    private Upstreams upstream = null!;
    private TestGateway gateway = null!;

    private string Address => gateway.Address(upstream.Port);

    public async ValueTask InitializeAsync()
    {
        issuer = await TestIssuer.StartAsync();
        upstream = await Upstreams.StartAsync();
        gateway = await TestGateway.StartAsync(options => UseIssuer(options, issuer));
        gateway.Environments.Set(With("ada@example.com"));
        gateway.Pods.Set(Some.Pod());
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        await upstream.DisposeAsync();
        await issuer.DisposeAsync();
    }

    internal static void UseIssuer(GatewayOptions options, TestIssuer issuer)
    {
        options.DevelopmentLogin = false;
        options.CertificateFolder = TestCertificate.Folder;
        options.Oidc = new() { Issuer = issuer.Address, ClientId = TestIssuer.ClientId, CaFile = issuer.CaFile, UsernameClaim = "email", OrganizationClaim = "org", Scopes = "email" };
    }

    [Theory]
    [InlineData("ada", HttpStatusCode.OK)]
    [InlineData("mallory", HttpStatusCode.NotFound)]
    public async Task People_log_in_at_the_issuer(string name, HttpStatusCode status)
    {
        using var browser = new Browser(gateway);
        var form = await browser.GoAsync($"{Address}/docs?q=1");
        Assert.StartsWith($"{issuer.Address}authorize?", form.Address, StringComparison.Ordinal);
        Assert.Contains("code_challenge_method=S256", form.Address, StringComparison.Ordinal);
        var page = await browser.GoAsync($"{form.Address}&user={name}", "same-origin");
        Assert.Equal((status, new Uri($"{Address}/docs?q=1")), (page.Status, new Uri(page.Address)));
        Assert.Equal(status == HttpStatusCode.OK ? 1 : 0, upstream.Requests.Count);
    }

    [Fact]
    public async Task Every_cookie_of_a_login_is_of_one_host()
    {
        using var browser = new Browser(gateway);
        var form = await browser.GoAsync(Address);
        var during = browser.Cookies.GetAllCookies().Select(cookie => (cookie.Name, cookie.Path)).ToList();
        await browser.GoAsync($"{form.Address}&user=ada", "same-origin");
        Assert.True(during.Count >= 3, string.Join(' ', during));
        Assert.All(during.Concat(browser.Cookies.GetAllCookies().Select(cookie => (cookie.Name, cookie.Path))), cookie =>
        {
            Assert.StartsWith("__Host-environs", cookie.Item1, StringComparison.Ordinal);
            Assert.Equal("/", cookie.Item2);
        });
    }

    [Fact]
    public async Task An_answer_of_the_issuer_that_nobody_here_has_asked_for_logs_nobody_in()
    {
        using var mallory = new Browser(gateway);
        var form = await mallory.GoAsync(Address);
        var answer = await mallory.StepAsync($"{form.Address}&user=mallory");
        using var victim = new Browser(gateway);
        await victim.GoAsync(Address); // is logging in, too
        var page = await victim.GoAsync(answer.Location!, "cross-site");
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("This login has failed", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_logs_out_is_asked_again()
    {
        using var browser = new Browser(gateway);
        await browser.GoAsync($"{(await browser.GoAsync(Address)).Address}&user=ada", "same-origin");
        var page = await browser.PostAsync($"{gateway.Address("login")}/logout", [], gateway.Address("login"));
        Assert.Contains("You are not logged in", page.Body, StringComparison.Ordinal);
        Assert.StartsWith($"{issuer.Address}authorize?", (await browser.GoAsync(Address)).Address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ada", null, AdmissionLevels.OwnerOnly, HttpStatusCode.OK)]
    [InlineData("alan", null, AdmissionLevels.OwnerOnly, HttpStatusCode.NotFound)]
    [InlineData("alan", "acme", AdmissionLevels.Organization, HttpStatusCode.OK)]
    [InlineData("alan", "other", AdmissionLevels.Organization, HttpStatusCode.NotFound)]
    public async Task Programs_come_in_by_the_issuers_tokens(string name, string? organization, string level, HttpStatusCode status)
    {
        gateway.Environments.Set(With("ada@example.com", level));
        using var client = gateway.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await issuer.TokenAsync(gateway, name, organization));
        using var answer = await client.GetAsync(Address);
        Assert.Equal(status, answer.StatusCode);
        Assert.DoesNotContain(upstream.Requests, seen => seen.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task A_token_of_another_issuer_with_the_same_name_is_none()
    {
        await using var other = await TestIssuer.StartAsync();
        var token = (await other.TokenAsync(gateway, "ada")).Split('.');
        var right = (await issuer.TokenAsync(gateway, "ada")).Split('.');
        using var client = gateway.Client();
        foreach (var forged in (string[])[$"{right[0]}.{right[1]}.{token[2]}", $"{token[0]}.{right[1]}.{token[2]}"])
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", forged);
            using var answer = await client.GetAsync(Address);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
        // As it is, it is nobody's business here, and the app's own.
        gateway.Environments.Set(With("ada@example.com", AdmissionLevels.Everyone));
        client.DefaultRequestHeaders.Authorization = new("Bearer", string.Join('.', token));
        using var passed = await client.GetAsync(Address);
        Assert.Equal($"Bearer {string.Join('.', token)}", upstream.Requests.Last().Headers["Authorization"]);
    }

    [Theory]
    [InlineData("/callback?code=1&state=2")]
    [InlineData("/signed-out?state=2")]
    public async Task A_path_of_the_login_is_an_apps_own_on_its_host(string path)
    {
        gateway.Environments.Set(With("ada@example.com", AdmissionLevels.Everyone));
        using var client = gateway.Client();
        Assert.Equal("hello", await client.GetStringAsync($"{Address}{path}"));
        Assert.Equal(path, upstream.Requests.Last().Target);
    }

    private Environs.Gateway.Routing.RoutedEnvironment With(string owner, string? level = null)
    {
        var environment = Some.Environment(upstream.Port, level);
        environment.Status!.Owner = new() { Name = owner };
        return environment;
    }
}
